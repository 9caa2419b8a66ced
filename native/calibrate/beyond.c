/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lies beyond the caches that a core has to itself: loads one by one, each between two looks at the counter. What the looks take is known
 * from loads that hit the nearest cache. Whether a cache behind has the line is as much the neighbours' doing as the machine's, so what is
 * told is how it is distributed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "calibrate.h"

#define LOADS 64		/* between two looks at the core */
#define MOST_LOADS 131072
#define DEFAULT_BEYOND 300	/* cycles, where no load was undisturbed */
#define BEHIND 1.5		/* of the second cache's latency: what is faster was in it, brought along by a neighbour */
#define SLOWEST 0.01		/* the share that is left out, interrupts among it */
#define FASTEST 0.001

static double more_than_nearest[MOST_LOADS];	/* cycles */
static int count;

static double load_ticks(void **place)
{
	uint64_t start = ticks();

	*place = *(void *volatile *)*place;
	return (double)(ticks() - start);
}

static bool sample(void **place)
{
	void *self = &self, *hit = self;
	double hits[LOADS], taken[LOADS], nearest;
	struct look before = look(), after;

	for (int i = 0; i < LOADS; i++)
		hits[i] = load_ticks(&hit);
	for (int i = 0; i < LOADS; i++)
		taken[i] = load_ticks(place);
	after = look();
	if (!undisturbed(before, after))
		return false;
	nearest = quantile(hits, LOADS, 0.5);
	for (int i = 0; i < LOADS && count < MOST_LOADS; i++)
		more_than_nearest[count++] = (taken[i] - nearest) / before.ticks_per_cycle;
	return true;
}

void beyond_visit(void **place, const struct effort *effort)
{
	int wanted = effort->beyond;

	for (int attempt = 0; attempt < effort->beyond * effort->attempts && wanted > 0; attempt++)
		wanted -= sample(place);
}

void beyond_tell(double l1, double l2)
{
	int behind = 0;

	for (int i = 0; i < count; i++)
		if (l1 + more_than_nearest[i] > BEHIND * l2)
			more_than_nearest[behind++] = more_than_nearest[i];
	if (!behind) {
		tell_fallback("memory.beyond", "no load was undisturbed");
		more_than_nearest[behind++] = DEFAULT_BEYOND;
	}
	tell_figure("memory.beyond", "least", l1 + quantile(more_than_nearest, behind, FASTEST), 0);
	tell_figure("memory.beyond", "median", l1 + quantile(more_than_nearest, behind, 0.5), 0);
	tell_figure("memory.beyond", "most", l1 + quantile(more_than_nearest, behind, 1 - SLOWEST), 0);
}
