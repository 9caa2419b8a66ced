/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forgets what has not been used for long: takes each index whose stamp is below
 * a limit back from its allocator, and what it stands for out of its table.
 *
 * Mark: expire.e	indices expired
 */
#ifndef EXPIRY_H
#define EXPIRY_H

#include <stdint.h>

#include "dchain.h"
#include "double_map.h"
#include "map.h"
#include "slots.h"
#include "vector.h"

/*
 * Each returns how many indices it expired. All indices that @chain or @slots
 * has in use are in the table.
 */
uint32_t expire_double_map(struct dchain *chain, struct double_map *map, uint64_t limit);
uint32_t expire_double_map_slots(struct slots *slots, struct double_map *map, uint64_t limit);

/* The key of an index is at the start of its element in @keys. */
uint32_t expire_map(struct dchain *chain, struct map *map, const struct vector *keys, uint64_t limit);

/*
 * The limit for what may go unused for @age at most: what was last used earlier
 * than that before @now has expired. Nothing has while @now is less than @age.
 */
static inline uint64_t expiry_limit(uint64_t now, uint64_t age)
{
	uint64_t limit = now - age;

	return now < age ? 0 : limit;
}

#endif
