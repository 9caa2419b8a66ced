// SPDX-License-Identifier: Apache-2.0
#include "mac_table.h"

#include <errno.h>
#include <stdio.h>

#include "bolt.h"
#include "constant_cost.h"
#include "expiry.h"
#include "hash.h"
#include "region.h"

static bool mac_equal(const void *a, const void *b)
{
	return *(const uint64_t *)a == *(const uint64_t *)b;
}

static uint32_t mac_hash(const void *key, uint32_t seed)
{
	return hash_words(*(const uint64_t *)key, 0, seed);
}

int mac_table_init(struct mac_table *table, const struct mac_table_config *config)
{
	char name[REGION_NAME_MAX];
	char spec[80];
	struct map_config map = {
		.region = name,
		.capacity = 2 * config->capacity,
		.values = config->capacity,
		.key_size = sizeof(uint64_t),
		.seed = config->seed ? config->seed : 1,
		.equal = mac_equal,
		.hash = config->hash ? config->hash : mac_hash,
	};
	int status;

	if (config->ports == 0)
		return -EINVAL;
	table->threshold = config->threshold;
	region_name(name, config->instance, "map");
	status = map_init(&table->map, &map);
	if (status)
		return status;
	region_name(name, config->instance, "seed");
	region_register(name, &table->map.seed, sizeof(table->map.seed), 1, "seed:u32");
	status = dchain_init(&table->ages, config->instance, config->capacity);
	if (status)
		return status;
	region_name(name, config->instance, "entries");
	snprintf(spec, sizeof(spec), "mac:u64 0..281474976710655, port:u32 0..%u, -4", config->ports - 1);
	return vector_init(&table->entries, name, config->capacity, sizeof(struct mac_entry), spec);
}

void mac_table_free(struct mac_table *table)
{
	map_free(&table->map);
	dchain_free(&table->ages);
	vector_free(&table->entries);
}

static void clear(struct map *map)
{
	struct map_entry *entry = map->entries;
	struct map_entry *end = entry + map->mask + 1;

	do {
		ONE_COPY(entry);
		bolt_pcv("mac_table.r");
		entry->tag = 0;
		entry->chain = 0;
		entry++;
	} while (entry < end);
}

/* A new number for each old one, and no short cycle: Marsaglia's xorshift, to which 0 must not come. */
static uint32_t next_seed(uint32_t seed)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed;
}

/* Along the ring of indices in use; bounded for who does not know that it is one. */
static void insert_all(struct mac_table *table)
{
	uint32_t capacity = table->ages.capacity;
	uint32_t index = dchain_oldest(&table->ages);
	uint32_t left = capacity;

	for (;;) {
		unsigned int last;

		ONE_COPY(index);
		last = (index >= capacity) | (left == 0);
		OPAQUE(last);
		if (last)
			return;
		bolt_pcv("mac_table.o");
		map_put(&table->map, vector_at(&table->entries, index), index);
		index = dchain_newer(&table->ages, index);
		left--;
	}
}

static void rehash(struct mac_table *table)
{
	table->map.seed = next_seed(table->map.seed);
	clear(&table->map);
	insert_all(table);
}

enum mac_learned mac_table_learn(struct mac_table *table, uint64_t mac, uint32_t port, uint64_t now)
{
	struct mac_entry *entry;
	uint32_t index;

	if (map_get(&table->map, &mac, &index)) {
		entry = vector_at(&table->entries, index);
		entry->port = port;
		dchain_touch(&table->ages, index, now);
		return MAC_KNOWN;
	}
	if (!dchain_allocate(&table->ages, now, &index))
		return MAC_FULL;
	entry = vector_at(&table->entries, index);
	entry->mac = mac;
	entry->port = port;
	if (map_put(&table->map, &entry->mac, index) <= table->threshold)
		return MAC_NEW;
	rehash(table);
	return MAC_NEW_REHASHED;
}

bool mac_table_find(const struct mac_table *table, uint64_t mac, uint32_t *port)
{
	const struct mac_entry *entry;
	uint32_t index;

	if (!map_get(&table->map, &mac, &index))
		return false;
	entry = vector_at(&table->entries, index);
	*port = entry->port;
	return true;
}

uint32_t mac_table_expire(struct mac_table *table, uint64_t limit)
{
	return expire_map(&table->ages, &table->map, &table->entries, limit);
}
