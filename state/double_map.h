/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of values by index, each of which can be found by two keys. A value
 * contains its keys; a map for each of the two kinds leads to the index.
 *
 * Invariant: both maps hold the keys of the same values, those that were added
 * and not erased, and the keys in a value do not change meanwhile.
 *
 * Marks: those of its maps. Both maps have the instance's name, so map.t counts
 * entries looked at in either.
 */
#ifndef DOUBLE_MAP_H
#define DOUBLE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "map.h"
#include "vector.h"

struct double_map {
	struct map a;
	struct map b;
	struct vector values;
	uint32_t key_a;		/* where in a value the key is, in bytes */
	uint32_t key_b;
};

struct double_map_config {
	const char *instance;	/* regions are "@instance.a", ".b" and ".values" */
	uint32_t capacity;	/* of values; the maps have twice as many entries */
	uint32_t value_size;	/* in bytes */
	const char *value_spec;	/* what a value may hold, see bolt_state() */
	uint32_t key_size;
	uint32_t key_a;
	uint32_t key_b;
	uint32_t seed;
	bool (*equal)(const void *a, const void *b);
	uint32_t (*hash)(const void *key, uint32_t seed);
};

/* The capacity is a power of two. Returns 0, or a negative errno: -EINVAL, -ENOMEM. */
int double_map_init(struct double_map *map, const struct double_map_config *config);
void double_map_free(struct double_map *map);

/* Whether a value has that key; then its index. */
bool double_map_get_a(const struct double_map *map, const void *key, uint32_t *index);
bool double_map_get_b(const struct double_map *map, const void *key, uint32_t *index);

/* By key a where @which is 0, by key b where it is 1: at the same cost. */
bool double_map_get(const struct double_map *map, uint32_t which, const void *key, uint32_t *index);

static inline void *double_map_value(const struct double_map *map, uint32_t index)
{
	return vector_at(&map->values, index);
}

/*
 * Adds the value at @index, which the caller has filled in before: it is not
 * there yet, and no other value has a key of it.
 */
void double_map_put(struct double_map *map, uint32_t index);

/* Removes the value at @index, which is there. */
void double_map_erase(struct double_map *map, uint32_t index);

#endif
