// SPDX-License-Identifier: Apache-2.0
/* The double map. Its indices are handed out by an allocator. */
#include "double_map.h"

#include <errno.h>
#include <stddef.h>

#include "bolt.h"
#include "dchain.h"
#include "exercise.h"

enum operation { GET_A, GET_B, PUT, ERASE, OPERATIONS };

enum outcome {
	GET_A_MISS,
	GET_A_HIT,
	GET_B_MISS,
	GET_B_HIT,
	PUT_KNOWN_A,
	PUT_KNOWN_B,
	PUT_FULL,
	PUT_DONE,
	ERASE_UNKNOWN,
	ERASE_DONE,
	OUTCOMES
};

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

struct pair {
	struct exercise_key a;
	struct exercise_key b;
};

static struct double_map map;
static struct dchain chain;
static uint32_t key_mask;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	struct double_map_config config = {
		.instance = "table",
		.capacity = capacity,
		.value_size = sizeof(struct pair),
		.value_spec = "a:[16], b:[16]",
		.key_size = sizeof(struct exercise_key),
		.key_a = offsetof(struct pair, a),
		.key_b = offsetof(struct pair, b),
		.seed = seed,
		.equal = exercise_key_equal,
		.hash = exercise_key_hash,
	};

	key_mask = 2 * capacity - 1;
	if (double_map_init(&map, &config) || dchain_init(&chain, "table", capacity))
		return -ENOMEM;
	return 0;
}

static int get_a(const struct pair *pair)
{
	uint32_t index;

	if (double_map_get_a(&map, &pair->a, &index)) {
		bolt_class("double_map_get_a: hit");
		return GET_A_HIT;
	}
	bolt_class("double_map_get_a: miss");
	return GET_A_MISS;
}

static int get_b(const struct pair *pair)
{
	uint32_t index;

	if (double_map_get_b(&map, &pair->b, &index)) {
		bolt_class("double_map_get_b: hit");
		return GET_B_HIT;
	}
	bolt_class("double_map_get_b: miss");
	return GET_B_MISS;
}

static int put(const struct pair *pair, uint64_t now)
{
	uint32_t index;

	if (double_map_get_a(&map, &pair->a, &index)) {
		bolt_class("double_map_put: not done, key a is there");
		return PUT_KNOWN_A;
	}
	if (double_map_get_b(&map, &pair->b, &index)) {
		bolt_class("double_map_put: not done, key b is there");
		return PUT_KNOWN_B;
	}
	if (!dchain_allocate(&chain, now, &index)) {
		bolt_class("double_map_put: not done, the map is full");
		return PUT_FULL;
	}
	*(struct pair *)double_map_value(&map, index) = *pair;
	double_map_put(&map, index);
	bolt_class("double_map_put: done");
	return PUT_DONE;
}

static int erase(const struct pair *pair)
{
	uint32_t index;

	if (!double_map_get_a(&map, &pair->a, &index)) {
		bolt_class("double_map_erase: not done, the key is not there");
		return ERASE_UNKNOWN;
	}
	double_map_erase(&map, index);
	if (!dchain_release(&chain, index)) {
		bolt_class("double_map_erase: never, the place of a pair is taken");
		return OUTCOMES;
	}
	bolt_class("double_map_erase: done");
	return ERASE_DONE;
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	struct pair pair = {
		.a.number = argument_number(argument, 0) & key_mask,
		.b.number = argument_number(argument, 1) & key_mask,
	};

	(void)length;
	switch (operation) {
	case GET_A:
		return get_a(&pair);
	case GET_B:
		return get_b(&pair);
	case PUT:
		return put(&pair, now);
	default:
		return erase(&pair);
	}
}
