// SPDX-License-Identifier: Apache-2.0
/* Every row ranks every backend, evenly; the fallback takes the next live one and moves no other flow. */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "maglev.h"

#define BACKENDS 20
#define ROWS 997

static uint32_t expected(const struct maglev *maglev, uint32_t row, const struct dchain *live)
{
	uint32_t rank;

	for (rank = 0; rank < BACKENDS; rank++) {
		uint32_t candidate = maglev->preferences[row * BACKENDS + rank];

		if (dchain_is_allocated(live, candidate))
			return candidate;
	}
	return BACKENDS;
}

static void check_rows(const struct maglev *maglev)
{
	uint32_t first[BACKENDS] = { 0 };
	uint32_t row;
	uint32_t rank;

	for (row = 0; row < ROWS; row++) {
		bool ranked[BACKENDS] = { false };

		for (rank = 0; rank < BACKENDS; rank++) {
			uint32_t backend = maglev->preferences[row * BACKENDS + rank];

			CHECK(backend < BACKENDS && !ranked[backend]);
			ranked[backend] = true;
		}
		first[maglev->preferences[row * BACKENDS]]++;
	}
	for (rank = 0; rank < BACKENDS; rank++)
		CHECK(first[rank] > ROWS / BACKENDS / 2 && first[rank] < 2 * ROWS / BACKENDS);
}

static void check_lookup(const struct maglev *maglev)
{
	struct dchain live;
	uint32_t index;
	uint32_t n;

	CHECK(dchain_init(&live, "test", BACKENDS) == 0);
	CHECK(!maglev_lookup(maglev, 5, &live, &index));
	for (n = 0; n < 20000; n++) {
		uint32_t hash = (uint32_t)random_word();
		uint32_t before = BACKENDS;
		uint32_t after = BACKENDS;
		uint32_t changed = random_below(BACKENDS);
		bool found = maglev_lookup(maglev, hash, &live, &before);

		CHECK(before == expected(maglev, (uint32_t)((uint64_t)hash * ROWS >> 32), &live));
		CHECK(found == (before < BACKENDS));
		if (dchain_is_allocated(&live, changed)) {
			CHECK(dchain_release(&live, changed));
			maglev_lookup(maglev, hash, &live, &after);
			CHECK(before == changed || after == before);
		} else {
			CHECK(dchain_allocate(&live, n, &changed));
			CHECK(maglev_lookup(maglev, hash, &live, &after));
			CHECK(after == before || after == changed);
		}
	}
	dchain_free(&live);
}

int main(int count, char **arguments)
{
	struct maglev maglev;

	check_start(count, arguments);
	CHECK(maglev_init(&maglev, "test", 0, ROWS) == -EINVAL);
	CHECK(maglev_init(&maglev, "test", ROWS, ROWS) == -EINVAL);
	CHECK(maglev_init(&maglev, "test", 5, 91) == -EINVAL);
	CHECK(maglev_init(&maglev, "test", BACKENDS, ROWS) == 0);
	check_rows(&maglev);
	check_lookup(&maglev);
	maglev_free(&maglev);
	return EXIT_SUCCESS;
}
