// SPDX-License-Identifier: Apache-2.0
/*
 * Does every operation that has a mark a few times, and prints how often each
 * mark must have been passed, found from the state and not from the operation:
 * lines of a name and a number. A debugger counts the passages; see
 * MarkCountTest.java.
 */
#include "check.h"

#include <string.h>

#include "expiry.h"
#include "hash.h"
#include "mac_table.h"
#include "maglev.h"
#include "prefix_trie.h"
#include "slots.h"

#define CAPACITY 16
#define OPERATIONS 150

static uint64_t unused;	/* map_erase() compares no keys */
static uint64_t map_t, map_c, put_t, erase_t, expired, scanned, candidates, levels, cleared, reinserted;

static bool equal(const void *a, const void *b)
{
	return *(const uint64_t *)a == *(const uint64_t *)b;
}

static uint32_t few_hashes(const void *key, uint32_t seed)
{
	return hash_words(*(const uint64_t *)key, 0, seed) % 5 + CAPACITY - 3;
}

/* What a search for @key passes: entries, and among them those with its hash and another key. */
static bool search(const struct map *map, const void *key, bool stops_early, uint64_t *entries, uint64_t *differing)
{
	uint32_t hash = map->hash(key, map->seed);
	uint32_t i;

	for (i = 0; i <= map->mask; i++) {
		const struct map_entry *entry = &map->entries[(hash + i) & map->mask];

		++*entries;
		if (entry->tag == (MAP_BUSY | hash)) {
			if (map->equal(entry->key, key))
				return true;
			++*differing;
		}
		if (stops_early && entry->chain == 0)
			return false;
	}
	return false;
}

static void count_put(const struct map *map, const void *key)
{
	uint32_t at = map->hash(key, map->seed);

	while (map->entries[at & map->mask].tag) {
		put_t++;
		at++;
	}
	put_t++;
}

static void use_map(void)
{
	struct map_config config = { "test.map", CAPACITY, 100, 8, 1, equal, few_hashes };
	static uint64_t keys[2 * CAPACITY];
	bool in[2 * CAPACITY] = { false };
	uint32_t size = 0;
	struct map map;
	uint32_t value;
	uint32_t n;

	CHECK(map_init(&map, &config) == 0);
	for (n = 0; n < OPERATIONS; n++) {
		uint32_t i = random_below(2 * CAPACITY);

		keys[i] = i;
		CHECK(search(&map, &keys[i], true, &map_t, &map_c) == in[i]);
		CHECK(map_get(&map, &keys[i], &value) == in[i]);
		if (in[i]) {
			search(&map, &keys[i], false, &erase_t, &unused);
			map_erase(&map, &keys[i], i);
			in[i] = false;
			size--;
		} else if (size < CAPACITY) {
			count_put(&map, &keys[i]);
			map_put(&map, &keys[i], i);
			in[i] = true;
			size++;
		}
	}
	map_free(&map);
}

static void use_slots(void)
{
	struct slots slots;
	uint32_t cursor = 0;
	uint32_t index;
	uint32_t n;

	CHECK(slots_init(&slots, "test", CAPACITY) == 0);
	for (n = 0; n < OPERATIONS; n++) {
		uint32_t i;

		if (random_below(3) == 0) {
			slots_release(&slots, random_below(CAPACITY));
			continue;
		}
		for (i = 0; i < CAPACITY && slots_is_allocated(&slots, (cursor + i) % CAPACITY); i++)
			;
		scanned += i < CAPACITY ? i + 1 : CAPACITY;
		if (slots_allocate(&slots, n, &index))
			cursor = (index + 1) % CAPACITY;
	}
	slots_free(&slots);
}

/* The one place where operations are nested: what they pass is counted from the table before. */
static void use_mac_table(void)
{
	struct mac_table_config config = { "test", CAPACITY, 2, 2, 7, NULL };
	struct mac_table table;
	uint64_t macs[OPERATIONS];
	uint32_t n;

	CHECK(mac_table_init(&table, &config) == 0);
	for (n = 0; n < CAPACITY; n++) {
		uint32_t known = n;
		uint32_t i;

		macs[n] = 3 * n;
		search(&table.map, &macs[n], true, &map_t, &map_c);
		count_put(&table.map, &macs[n]);
		if (mac_table_learn(&table, macs[n], 1, n) != MAC_NEW_REHASHED)
			continue;
		cleared += 2 * CAPACITY;
		reinserted += known + 1;
		/* In the order of learning, which nothing has changed: what each passed is where it is from its hash. */
		for (i = 0; i <= n; i++) {
			uint64_t at = 0;
			uint64_t differing = 0;

			CHECK(search(&table.map, &macs[i], false, &at, &differing));
			put_t += at;
		}
	}
	mac_table_free(&table);
}

static void use_expiry(void)
{
	struct map_config config = { "test.map", CAPACITY, CAPACITY, 8, 1, equal, few_hashes };
	struct vector keys;
	struct dchain ages;
	struct map map;
	uint32_t index;
	uint32_t n;

	CHECK(map_init(&map, &config) == 0);
	CHECK(dchain_init(&ages, "test", CAPACITY) == 0);
	CHECK(vector_init(&keys, "test.keys", CAPACITY, 8, "key:u64") == 0);
	for (n = 0; n < 8; n++) {
		uint64_t *key;

		CHECK(dchain_allocate(&ages, n, &index));
		key = vector_at(&keys, index);
		*key = n;
		count_put(&map, key);
		map_put(&map, key, index);
	}
	/* An erasure does not move the others, so that what each passes does not depend on those before it but for equal hashes. */
	for (n = 0; n < 5; n++) {
		search(&map, vector_at(&keys, dchain_oldest(&ages)), false, &erase_t, &unused);
		expired += expire_map(&ages, &map, &keys, n + 1);
	}
	CHECK(expired == 5);
	map_free(&map);
	dchain_free(&ages);
	vector_free(&keys);
}

static void use_maglev(void)
{
	struct maglev maglev;
	struct dchain live;
	uint32_t index;
	uint32_t n;

	CHECK(maglev_init(&maglev, "test", 5, 13) == 0);
	CHECK(dchain_init(&live, "test", 5) == 0);
	for (n = 0; n < OPERATIONS; n++) {
		uint32_t hash = (uint32_t)random_word();
		const uint32_t *row = maglev.preferences + ((uint64_t)hash * 13 >> 32) * 5;
		uint32_t rank;

		if (random_below(2))
			dchain_allocate(&live, n, &index);
		else
			dchain_release(&live, random_below(5));
		for (rank = 0; rank < 5 && !dchain_is_allocated(&live, row[rank]); rank++)
			;
		candidates += rank < 5 ? rank + 1 : 5;
		CHECK(maglev_lookup(&maglev, hash, &live, &index) == (rank < 5));
	}
	maglev_free(&maglev);
	dchain_free(&live);
}

/* Nested prefixes of all ones: an address with k leading ones walks the root and k more. */
static void use_trie(void)
{
	struct trie trie;
	unsigned int length;

	CHECK(trie_init(&trie, "test", 32, 100) == 0);
	for (length = 1; length <= 32; length++)
		CHECK(trie_insert(&trie, UINT32_MAX << (32 - length), length, length) == 0);
	for (length = 0; length <= 32; length++) {
		uint32_t ones = length ? UINT32_MAX << (32 - length) : 0;

		CHECK(trie_lookup(&trie, ones) == (length ? length : 100));
		levels += 1 + length;
	}
	trie_free(&trie);
}

int main(int count, char **arguments)
{
	check_start(count, arguments);
	use_map();
	use_slots();
	use_mac_table();
	use_expiry();
	use_maglev();
	use_trie();
	printf("map.t %" PRIu64 "\nmap.c %" PRIu64 "\nmap.put.t %" PRIu64 "\nmap.erase.t %" PRIu64
	       "\nexpire.e %" PRIu64 "\nslots.s %" PRIu64 "\nmaglev.b %" PRIu64 "\ntrie.l %" PRIu64
	       "\nmac_table.r %" PRIu64 "\nmac_table.o %" PRIu64 "\n",
	       map_t, map_c, put_t, erase_t, expired, scanned, candidates, levels, cleared, reinserted);
	return EXIT_SUCCESS;
}
