/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Consistent hashing after Maglev (Eisenbud et al., NSDI 2016), with a fallback:
 * each row of the table ranks all backends, so that a flow whose first choice
 * is not there goes to the next one that is, and other flows stay where they are.
 *
 * A backend's preferences are a permutation of the rows: from a start in equal
 * steps, modulo their number, a prime. A row ranks backends by how early it
 * comes in their permutations, equal ones by number.
 *
 * Invariant: each row holds each backend once. The table does not change.
 *
 * Mark: maglev.b	backends that maglev_lookup looks at, the live one that it finds included
 */
#ifndef MAGLEV_H
#define MAGLEV_H

#include <stdbool.h>
#include <stdint.h>

#include "dchain.h"

struct maglev {
	uint32_t *preferences;	/* by row, then by rank */
	uint32_t rows;
	uint32_t backends;
};

/*
 * @rows is a prime, and there are less backends than rows, at least one. The
 * region is "@instance.preferences".
 * Returns 0, or a negative errno: -EINVAL, -ENOMEM.
 */
int maglev_init(struct maglev *maglev, const char *instance, uint32_t backends, uint32_t rows);
void maglev_free(struct maglev *maglev);

/* Whether there is a live backend, one in use in @live; then the one preferred by @hash. */
bool maglev_lookup(const struct maglev *maglev, uint32_t hash, const struct dchain *live, uint32_t *backend);

#endif
