// SPDX-License-Identifier: Apache-2.0
#include "expiry.h"

#include "bolt.h"
#include "constant_cost.h"

/*
 * The loops end by their allocator; their bounds say so to who does not know its
 * invariants: once all could have expired, nothing is older than time 0.
 */
static inline uint64_t bounded_limit(uint64_t limit, uint32_t expired, uint32_t capacity)
{
	uint64_t left = -(uint64_t)(expired < capacity);

	OPAQUE(left);
	return limit & left;
}

uint32_t expire_double_map(struct dchain *chain, struct double_map *map, uint64_t limit)
{
	uint32_t expired;
	uint32_t index;

	for (expired = 0;; expired++) {
		ONE_COPY(expired);
		if (!dchain_expire_one(chain, bounded_limit(limit, expired, chain->capacity), &index))
			break;
		bolt_pcv("expire.e");
		double_map_erase(map, index);
	}
	return expired;
}

uint32_t expire_double_map_slots(struct slots *slots, struct double_map *map, uint64_t limit)
{
	uint32_t expired;
	uint32_t index;

	for (expired = 0;; expired++) {
		ONE_COPY(expired);
		if (!slots_expire_one(slots, bounded_limit(limit, expired, slots->capacity), &index))
			break;
		bolt_pcv("expire.e");
		double_map_erase(map, index);
	}
	return expired;
}

uint32_t expire_map(struct dchain *chain, struct map *map, const struct vector *keys, uint64_t limit)
{
	uint32_t expired;
	uint32_t index;

	for (expired = 0;; expired++) {
		ONE_COPY(expired);
		if (!dchain_expire_one(chain, bounded_limit(limit, expired, chain->capacity), &index))
			break;
		bolt_pcv("expire.e");
		map_erase(map, vector_at(keys, index), index);
	}
	return expired;
}
