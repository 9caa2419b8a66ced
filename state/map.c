// SPDX-License-Identifier: Apache-2.0
#include "map.h"

#include <errno.h>
#include <stdlib.h>

#include "bolt.h"
#include "constant_cost.h"
#include "region.h"

#define CAPACITY_MAX (1u << 28)

int map_init(struct map *map, const struct map_config *config)
{
	uint32_t capacity = config->capacity;

	if (capacity == 0 || capacity > CAPACITY_MAX || (capacity & (capacity - 1)) || config->values == 0)
		return -EINVAL;
	map->entries = region_allocate(capacity, sizeof(*map->entries));
	if (!map->entries)
		return -ENOMEM;
	map->mask = capacity - 1;
	map->seed = config->seed;
	map->equal = config->equal;
	map->hash = config->hash;
	region_register(config->region, map->entries, sizeof(*map->entries), capacity,
			"tag:u64 0..8589934591, key:*%u, chain:u32, value:u32 0..%u, -8",
			config->key_size, config->values - 1);
	return 0;
}

void map_free(struct map *map)
{
	free(map->entries);
	map->entries = NULL;
}

bool map_get(const struct map *map, const void *key, uint32_t *value)
{
	uint32_t at = map->hash(key, map->seed);
	uint64_t tag = MAP_BUSY | at;
	uint32_t left = map->mask;

	for (;;) {
		const struct map_entry *entry;
		unsigned int last;

		ONE_COPY(at);
		bolt_pcv("map.t");
		entry = &map->entries[at & map->mask];
		if (entry->tag == tag) {
			if (map->equal(entry->key, key)) {
				*value = entry->value;
				return true;
			}
			/* Behind the mark stands code that nothing else shares. */
			bolt_pcv("map.c");
			OWN_CODE("another key", at);
			at++;
			OWN_CODE("another key passed", at);
		} else {
			at++;
		}
		/* One branch for both, so that every miss costs the same. */
		ONE_COPY(at);
		last = (entry->chain == 0) | (left == 0);
		OPAQUE(last);
		if (last)
			return false;
		left--;
	}
}

uint32_t map_put(struct map *map, const void *key, uint32_t value)
{
	uint32_t at = map->hash(key, map->seed);
	uint64_t tag = MAP_BUSY | at;
	uint32_t left = map->mask;
	struct map_entry *entry;

	for (;;) {
		unsigned int last;

		ONE_COPY(at);
		bolt_pcv("map.put.t");
		entry = &map->entries[at & map->mask];
		last = (entry->tag == 0) | (left == 0);
		OPAQUE(last);
		if (last)
			break;
		entry->chain++;
		at++;
		left--;
	}
	entry->tag = tag;
	entry->key = key;
	entry->value = value;
	return map->mask + 1 - left;
}

void map_erase(struct map *map, const void *key, uint32_t value)
{
	uint32_t at = map->hash(key, map->seed);
	uint64_t tag = MAP_BUSY | at;
	uint32_t left = map->mask;
	struct map_entry *entry;

	for (;;) {
		unsigned int last;

		ONE_COPY(at);
		bolt_pcv("map.erase.t");
		entry = &map->entries[at & map->mask];
		last = ((entry->tag == tag) & (entry->value == value)) | (left == 0);
		OPAQUE(last);
		if (last)
			break;
		entry->chain--;
		at++;
		left--;
	}
	entry->tag = 0;
}
