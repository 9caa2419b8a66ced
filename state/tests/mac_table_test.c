// SPDX-License-Identifier: Apache-2.0
/* The table of Ethernet addresses against an array; a low threshold makes it rehash often. */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "hash.h"
#include "mac_table.h"

#define ADDRESSES 100
#define CAPACITY 64
#define OPERATIONS 100000
#define AGE 300

static struct {
	bool known;
	uint32_t port;
	uint64_t stamp;
} model[ADDRESSES];

static uint64_t address(uint32_t i)
{
	return (uint64_t)i << 40 | 0x0002;
}

static uint32_t expire_model(uint64_t limit)
{
	uint32_t count = 0;
	uint32_t i;

	for (i = 0; i < ADDRESSES; i++) {
		if (model[i].known && model[i].stamp < limit) {
			model[i].known = false;
			count++;
		}
	}
	return count;
}

static uint32_t known(void)
{
	uint32_t count = 0;
	uint32_t i;

	for (i = 0; i < ADDRESSES; i++)
		count += model[i].known;
	return count;
}

static void check_find(const struct mac_table *table, uint32_t i)
{
	uint32_t port;

	CHECK(mac_table_find(table, address(i), &port) == model[i].known);
	CHECK(!model[i].known || port == model[i].port);
}

static uint32_t one_hash(const void *key, uint32_t seed)
{
	return hash_words_colliding(*(const uint64_t *)key, 0, seed);
}

/* Returns how often it rehashed. */
static uint32_t run(uint32_t threshold, uint32_t (*hash)(const void *key, uint32_t seed))
{
	struct mac_table_config config = { "test", CAPACITY, 4, threshold, 99, hash };
	struct mac_table table;
	uint32_t rehashed = 0;
	uint64_t now = 1000;
	uint32_t n;
	uint32_t i;

	memset(model, 0, sizeof(model));
	CHECK(mac_table_init(&table, &config) == 0);
	for (n = 0; n < OPERATIONS; n++) {
		uint32_t size;
		uint32_t port = random_below(4);
		uint32_t seed = table.map.seed;
		enum mac_learned learned;

		now += n % 2000 == 0 ? 2 * AGE : random_below(8);
		CHECK(mac_table_expire(&table, now - AGE) == expire_model(now - AGE));
		i = random_below(ADDRESSES);
		size = known();
		learned = mac_table_learn(&table, address(i), port, now);
		rehashed += learned == MAC_NEW_REHASHED;
		CHECK((learned == MAC_NEW_REHASHED) == (seed != table.map.seed));
		CHECK((learned == MAC_KNOWN) == model[i].known);
		CHECK((learned == MAC_FULL) == (!model[i].known && size == CAPACITY));
		if (learned != MAC_FULL) {
			model[i].known = true;
			model[i].port = port;
			model[i].stamp = now;
		}
		check_find(&table, random_below(ADDRESSES));
		if (learned == MAC_NEW_REHASHED) {
			for (i = 0; i < ADDRESSES; i++)
				check_find(&table, i);
		}
	}
	mac_table_free(&table);
	return rehashed;
}

int main(int count, char **arguments)
{
	struct mac_table_config none = { "test", CAPACITY, 0, 6, 1, NULL };
	struct mac_table table;

	check_start(count, arguments);
	CHECK(run(1, NULL) > 1000);
	CHECK(run(6, NULL) > 5);
	CHECK(run(2 * CAPACITY, NULL) == 0);
	/* Every address that is behind six others, and a new hash does not help. */
	CHECK(run(6, one_hash) > OPERATIONS / 10);
	CHECK(mac_table_init(&table, &none) == -EINVAL);
	return EXIT_SUCCESS;
}
