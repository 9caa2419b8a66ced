// SPDX-License-Identifier: Apache-2.0
/* A table of flows as a program would keep it, with expiry, by either allocator, against an array of flows. */
#include "check.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "expiry.h"
#include "hash.h"

#define CAPACITY 32
#define NAMES 60
#define OPERATIONS 100000
#define AGE 40

struct key {
	uint64_t words[2];
};

struct flow {
	struct key inside;
	struct key outside;
};

struct seen {
	bool known;
	uint32_t index;
	uint64_t stamp;
};

static struct seen model[NAMES];

static bool equal(const void *a, const void *b)
{
	const struct key *x = a;
	const struct key *y = b;

	return ((x->words[0] ^ y->words[0]) | (x->words[1] ^ y->words[1])) == 0;
}

static uint32_t hash(const void *key, uint32_t seed)
{
	const struct key *k = key;

	return hash_words(k->words[0], k->words[1], seed) & 15;
}

static struct key inside(uint32_t name)
{
	return (struct key){ { name, 1 } };
}

static struct key outside(uint32_t index)
{
	return (struct key){ { 80, index } };
}

static uint32_t known(void)
{
	uint32_t count = 0;
	uint32_t i;

	for (i = 0; i < NAMES; i++)
		count += model[i].known;
	return count;
}

static uint32_t expire_model(uint64_t limit)
{
	uint32_t count = 0;
	uint32_t i;

	for (i = 0; i < NAMES; i++) {
		if (model[i].known && model[i].stamp < limit) {
			model[i].known = false;
			count++;
		}
	}
	return count;
}

static void check_known(const struct double_map *map, uint32_t name)
{
	struct key in = inside(name);
	uint32_t index = UINT32_MAX;

	CHECK(double_map_get_a(map, &in, &index) == model[name].known);
	if (model[name].known) {
		struct key out = outside(index);
		const struct flow *flow = double_map_value(map, index);

		CHECK(index == model[name].index);
		CHECK(equal(&flow->inside, &in) && equal(&flow->outside, &out));
		CHECK(double_map_get_b(map, &out, &index));
		CHECK(index == model[name].index);
	}
}

static const struct double_map_config config = {
	"test", CAPACITY, sizeof(struct flow), "keys:[32]", sizeof(struct key),
	offsetof(struct flow, inside), offsetof(struct flow, outside), 3, equal, hash,
};

/* @chain or @slots is used; the other is NULL. */
static void run(struct dchain *chain, struct slots *slots)
{
	struct double_map map;
	uint64_t now = 5;
	uint32_t n;

	memset(model, 0, sizeof(model));
	CHECK(double_map_init(&map, &config) == 0);
	for (n = 0; n < OPERATIONS; n++) {
		uint32_t name = random_below(NAMES);
		uint64_t limit;
		uint32_t index;
		uint32_t i;

		now += n % 1000 == 0 ? 2 * AGE : random_below(3);	/* all expire now and then */
		limit = expiry_limit(now, AGE);
		CHECK(expire_model(limit) == (chain ? expire_double_map(chain, &map, limit) :
						      expire_double_map_slots(slots, &map, limit)));
		check_known(&map, name);
		if (model[name].known) {
			index = model[name].index;
			CHECK(chain ? dchain_rejuvenate(chain, index, now) : slots_rejuvenate(slots, index, now));
			model[name].stamp = now;
		} else if (chain ? dchain_allocate(chain, now, &index) : slots_allocate(slots, now, &index)) {
			struct flow *flow = double_map_value(&map, index);

			flow->inside = inside(name);
			flow->outside = outside(index);
			double_map_put(&map, index);
			model[name] = (struct seen){ true, index, now };
		} else {
			CHECK(known() == CAPACITY);
		}
		if (n % 500 == 0) {
			for (i = 0; i < NAMES; i++)
				check_known(&map, i);
		}
	}
	double_map_free(&map);
}

static void check_limit(void)
{
	CHECK(expiry_limit(0, 10) == 0);
	CHECK(expiry_limit(9, 10) == 0);
	CHECK(expiry_limit(10, 10) == 0);
	CHECK(expiry_limit(11, 10) == 1);
}

static void check_expiry_of_a_map(void)
{
	struct map_config keys = { "test.map", 16, 8, sizeof(struct key), 1, equal, hash };
	struct vector vector;
	struct dchain chain;
	struct map map;
	uint32_t index;
	uint32_t i;

	CHECK(map_init(&map, &keys) == 0);
	CHECK(dchain_init(&chain, "test", 8) == 0);
	CHECK(vector_init(&vector, "test.keys", 8, sizeof(struct key), "key:[16]") == 0);
	for (i = 0; i < 8; i++) {
		CHECK(dchain_allocate(&chain, i, &index));
		*(struct key *)vector_at(&vector, index) = inside(i);
		map_put(&map, vector_at(&vector, index), index);
	}
	CHECK(expire_map(&chain, &map, &vector, 5) == 5);
	for (i = 0; i < 8; i++) {
		struct key key = inside(i);

		CHECK(map_get(&map, &key, &index) == (i >= 5));
	}
	CHECK(expire_map(&chain, &map, &vector, 5) == 0);
	CHECK(expire_map(&chain, &map, &vector, 100) == 3);
	map_free(&map);
	dchain_free(&chain);
	vector_free(&vector);
}

int main(int count, char **arguments)
{
	struct double_map_config outside_value = config;
	struct double_map map;
	struct vector vector;
	struct dchain chain;
	struct slots slots;

	check_start(count, arguments);
	check_limit();
	check_expiry_of_a_map();
	CHECK(dchain_init(&chain, "test", CAPACITY) == 0);
	run(&chain, NULL);
	dchain_free(&chain);
	CHECK(slots_init(&slots, "test", CAPACITY) == 0);
	run(NULL, &slots);
	slots_free(&slots);

	outside_value.key_b = sizeof(struct flow) - 8;
	CHECK(double_map_init(&map, &outside_value) == -EINVAL);
	CHECK(vector_init(&vector, "test.none", 0, 8, "-8") == -EINVAL);
	CHECK(vector_init(&vector, "test.none", 8, 0, "-8") == -EINVAL);
	return EXIT_SUCCESS;
}
