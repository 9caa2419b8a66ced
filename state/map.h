/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash map from keys to 32-bit numbers: open addressing, linear probing.
 *
 * The entries are one array, its size a power of two. A key is looked for at its
 * hash (modulo the size) and in the entries that follow, around the end. Keys
 * belong to the caller, who keeps them in place and unchanged while they are in
 * the map.
 *
 * Invariants:
 *  - The tag of a free entry is 0; of a busy one it is MAP_BUSY plus the hash of
 *    its key.
 *  - The chain of an entry is the number of keys in the map that are not in it
 *    but would be, had it been free: those whose search passes it. So a search
 *    ends where a chain is 0, whether the entry is free or not.
 *  - No two keys are equal.
 *
 * Marks, counted over all calls: what a passage costs is constant as long as the
 * equality and the hash that were given are.
 *	map.t		entries that map_get looks at
 *	map.c		comparisons of keys in map_get that found a difference
 *	map.put.t	entries that map_put looks at
 *	map.erase.t	entries that map_erase looks at
 */
#ifndef MAP_H
#define MAP_H

#include <stdbool.h>
#include <stdint.h>

#define MAP_BUSY ((uint64_t)1 << 32)

struct map_entry {
	uint64_t tag;
	const void *key;
	uint32_t chain;
	uint32_t value;
	uint64_t unused;	/* two entries fill a cache line */
};

struct map {
	struct map_entry *entries;
	uint32_t mask;		/* the number of entries, less one */
	uint32_t seed;		/* of the hash */
	bool (*equal)(const void *a, const void *b);
	uint32_t (*hash)(const void *key, uint32_t seed);
};

/* What a map is made of. */
struct map_config {
	const char *region;	/* the name of its region of state: "flows.map" */
	uint32_t capacity;	/* a power of two, 1 to 2^28 */
	uint32_t values;	/* what it maps to is less than that; not 0 */
	uint32_t key_size;	/* in bytes */
	uint32_t seed;
	bool (*equal)(const void *a, const void *b);
	uint32_t (*hash)(const void *key, uint32_t seed);
};

/* Returns 0, or a negative errno: -EINVAL, -ENOMEM. */
int map_init(struct map *map, const struct map_config *config);
void map_free(struct map *map);

/* Whether @key is there, and then its value. */
bool map_get(const struct map *map, const void *key, uint32_t *value);

/*
 * Adds a key that is not there to a map that is not full; in a full one it
 * would take another's place. Returns how many entries it looked at, the one
 * that it took included.
 */
uint32_t map_put(struct map *map, const void *key, uint32_t value);

/*
 * Removes a key that is there with @value, which no other key of the same hash
 * has: it is found by that, without comparing keys. Were it not there, another
 * would be removed.
 */
void map_erase(struct map *map, const void *key, uint32_t value);

#endif
