// SPDX-License-Identifier: Apache-2.0
/* The map against a list, with a hash that collides as often as wanted. */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "hash.h"
#include "map.h"

#define KEYS 200
#define OPERATIONS 100000

struct key {
	uint64_t words[2];
};

static struct key keys[KEYS];
static uint32_t model[KEYS];	/* value + 1, or 0 where the key is not in the map */
static uint32_t hash_mask;
static uint32_t hash_base;

static bool equal(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct key)) == 0;
}

static uint32_t hash(const void *key, uint32_t seed)
{
	const struct key *k = key;

	return hash_base + (hash_words(k->words[0], k->words[1], seed) & hash_mask);
}

/* The invariants of map.h, found from the entries alone. */
static void check_invariants(const struct map *map, uint32_t size)
{
	uint32_t capacity = map->mask + 1;
	uint32_t *passed = calloc(capacity, sizeof(*passed));
	uint32_t busy = 0;
	uint32_t i;

	for (i = 0; i < capacity; i++) {
		const struct map_entry *entry = &map->entries[i];
		uint32_t at;

		if (entry->tag == 0)
			continue;
		busy++;
		CHECK(entry->tag == (MAP_BUSY | hash(entry->key, map->seed)));
		for (at = (uint32_t)entry->tag & map->mask; at != i; at = (at + 1) & map->mask)
			passed[at]++;
	}
	CHECK(busy == size);
	for (i = 0; i < capacity; i++)
		CHECK(map->entries[i].chain == passed[i]);
	free(passed);
}

/* Keys that are equal but stand elsewhere are found, too. */
static void check_get(const struct map *map, uint32_t i)
{
	struct key copy = keys[i];
	uint32_t value = 0;

	CHECK(map_get(map, &copy, &value) == (model[i] != 0));
	CHECK(model[i] == 0 || value == model[i] - 1);
}

static void run(uint32_t capacity, uint32_t mask, uint32_t operations)
{
	struct map_config config = { "test.map", capacity, 1000, sizeof(struct key), 7, equal, hash };
	struct map map;
	uint32_t size = 0;
	uint32_t n;
	uint32_t i;

	hash_mask = mask;
	memset(model, 0, sizeof(model));
	CHECK(map_init(&map, &config) == 0);
	for (n = 0; n < operations; n++) {
		/* Now filling up, now emptying. */
		bool filling = (n / 500) % 2 == 0;

		i = random_below(KEYS);
		check_get(&map, i);
		if (model[i] == 0 && size < capacity && (filling || random_below(4) == 0)) {
			uint32_t value = i;	/* of its own, as map_erase() wants it */
			uint32_t looked_at = map_put(&map, &keys[i], value);

			CHECK(looked_at >= 1 && looked_at <= size + 1);
			model[i] = value + 1;
			size++;
		} else if (model[i] != 0 && (!filling || random_below(4) == 0)) {
			map_erase(&map, &keys[i], model[i] - 1);
			model[i] = 0;
			size--;
		}
		if (n % 100 == 0)
			check_invariants(&map, size);
	}
	for (i = 0; i < KEYS; i++)
		check_get(&map, i);
	check_invariants(&map, size);
	map_free(&map);
}

static void check_bad_configurations(void)
{
	struct map_config config = { "test.map", 0, 1, 8, 0, equal, hash };
	struct map map;

	CHECK(map_init(&map, &config) == -EINVAL);
	config.capacity = 3;
	CHECK(map_init(&map, &config) == -EINVAL);
	config.capacity = 1u << 29;
	CHECK(map_init(&map, &config) == -EINVAL);
	config.capacity = 4;
	config.values = 0;
	CHECK(map_init(&map, &config) == -EINVAL);
}

/* Neighbouring keys, as networks have them, spread like random ones; and seeds part what collides. */
static void check_hash(void)
{
	enum { BUCKETS = 1 << 16 };
	static uint8_t count[BUCKETS];
	uint32_t most = 0;
	uint32_t meeting = 0;
	uint32_t i;

	for (i = 0; i < BUCKETS / 2; i++) {
		uint64_t a = 0x0a000000 + (i >> 8);
		uint64_t b = (i & 255) << 16 | 53;
		uint32_t bucket = hash_words(a, b, 1) % BUCKETS;

		count[bucket]++;
		if (count[bucket] > most)
			most = count[bucket];
	}
	CHECK(most <= 9);
	for (i = 0; i < 20000; i++) {
		uint64_t a = random_word();
		uint64_t b = random_word();

		if (((hash_words(a, 0, 5) ^ hash_words(b, 0, 5)) & 63) == 0)
			meeting += ((hash_words(a, 0, 6) ^ hash_words(b, 0, 6)) & 63) == 0;
	}
	/* 20000 / 64 pairs collide, and 1 in 64 of them again: 5 expected. */
	CHECK(meeting < 25);
}

int main(int count, char **arguments)
{
	uint32_t i;

	check_start(count, arguments);
	for (i = 0; i < KEYS; i++) {
		keys[i].words[0] = random_below(3);
		keys[i].words[1] = i;
	}
	check_bad_configurations();
	check_hash();
	run(1, UINT32_MAX, 1000);
	run(2, UINT32_MAX, 1000);
	run(64, UINT32_MAX, OPERATIONS);
	run(256, UINT32_MAX, OPERATIONS);
	run(64, 0, OPERATIONS);		/* all collide */
	run(64, 3, OPERATIONS);
	hash_base = 62;			/* and around the end */
	run(64, 3, OPERATIONS);
	return EXIT_SUCCESS;
}
