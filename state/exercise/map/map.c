// SPDX-License-Identifier: Apache-2.0
/* The hash map. As many keys as it has entries are in it at most; their places are handed out by an allocator. */
#include "map.h"

#include <errno.h>

#include "bolt.h"
#include "dchain.h"
#include "exercise.h"
#include "vector.h"

enum operation { GET, PUT, ERASE, OPERATIONS };
enum outcome { GET_MISS, GET_HIT, PUT_KNOWN, PUT_FULL, PUT_DONE, ERASE_UNKNOWN, ERASE_DONE, OUTCOMES };

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

static struct map map;
static struct dchain places;
static struct vector keys;
static uint32_t key_mask;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	struct map_config config = {
		.region = "table.map",
		.capacity = capacity,
		.values = capacity,
		.key_size = sizeof(struct exercise_key),
		.seed = seed,
		.equal = exercise_key_equal,
		.hash = exercise_key_hash,
	};

	key_mask = 2 * capacity - 1;
	if (map_init(&map, &config) || dchain_init(&places, "table", capacity) ||
	    vector_init(&keys, "table.keys", capacity, sizeof(struct exercise_key), EXERCISE_KEY_SPEC))
		return -ENOMEM;
	return 0;
}

static int get(const struct exercise_key *key)
{
	uint32_t place;

	if (map_get(&map, key, &place)) {
		bolt_class("map_get: hit");
		return GET_HIT;
	}
	bolt_class("map_get: miss");
	return GET_MISS;
}

static int put(const struct exercise_key *key, uint64_t now)
{
	struct exercise_key *kept;
	uint32_t place;

	if (map_get(&map, key, &place)) {
		bolt_class("map_put: not done, the key is there");
		return PUT_KNOWN;
	}
	if (!dchain_allocate(&places, now, &place)) {
		bolt_class("map_put: not done, the map is full");
		return PUT_FULL;
	}
	kept = vector_at(&keys, place);
	*kept = *key;
	map_put(&map, kept, place);
	bolt_class("map_put: done");
	return PUT_DONE;
}

static int erase(const struct exercise_key *key)
{
	uint32_t place;

	if (!map_get(&map, key, &place)) {
		bolt_class("map_erase: not done, the key is not there");
		return ERASE_UNKNOWN;
	}
	map_erase(&map, key, place);
	if (!dchain_release(&places, place)) {
		bolt_class("map_erase: never, the place of a key is taken");
		return OUTCOMES;
	}
	bolt_class("map_erase: done");
	return ERASE_DONE;
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	struct exercise_key key = { .number = argument_number(argument, 0) & key_mask };

	(void)length;
	switch (operation) {
	case GET:
		return get(&key);
	case PUT:
		return put(&key, now);
	default:
		return erase(&key);
	}
}
