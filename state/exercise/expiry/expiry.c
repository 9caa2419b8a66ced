// SPDX-License-Identifier: Apache-2.0
/*
 * Expiry of double maps: of one whose indices come from allocator A ("chained"),
 * and of one with allocator B ("scanned").
 */
#include "expiry.h"

#include <errno.h>
#include <stddef.h>

#include "bolt.h"
#include "dchain.h"
#include "double_map.h"
#include "exercise.h"
#include "slots.h"

enum operation { PUT, EXPIRE, PUT_SCANNED, EXPIRE_SCANNED, OPERATIONS };

enum outcome {
	PUT_KNOWN_A,
	PUT_KNOWN_B,
	PUT_FULL,
	PUT_DONE,
	EXPIRED,
	PUT_SCANNED_KNOWN_A,
	PUT_SCANNED_KNOWN_B,
	PUT_SCANNED_FULL,
	PUT_SCANNED_DONE,
	EXPIRED_SCANNED,
	OUTCOMES
};

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

struct pair {
	struct exercise_key a;
	struct exercise_key b;
};

static struct double_map chained;
static struct dchain chain;
static struct double_map scanned;
static struct slots slots;
static uint32_t key_mask;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	struct double_map_config config = {
		.instance = "chained",
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

	key_mask = 4 * capacity - 1;
	if (double_map_init(&chained, &config) || dchain_init(&chain, "chained", capacity))
		return -ENOMEM;
	config.instance = "scanned";
	if (double_map_init(&scanned, &config) || slots_init(&slots, "scanned", capacity))
		return -ENOMEM;
	return 0;
}

static void add(struct double_map *map, uint32_t index, const struct pair *pair)
{
	*(struct pair *)double_map_value(map, index) = *pair;
	double_map_put(map, index);
}

static int put(const struct pair *pair, uint64_t now)
{
	uint32_t index;

	if (double_map_get_a(&chained, &pair->a, &index)) {
		bolt_class("double_map_put: not done, key a is there");
		return PUT_KNOWN_A;
	}
	if (double_map_get_b(&chained, &pair->b, &index)) {
		bolt_class("double_map_put: not done, key b is there");
		return PUT_KNOWN_B;
	}
	if (!dchain_allocate(&chain, now, &index)) {
		bolt_class("double_map_put: not done, the map is full");
		return PUT_FULL;
	}
	add(&chained, index, pair);
	bolt_class("double_map_put: done");
	return PUT_DONE;
}

static int put_scanned(const struct pair *pair, uint64_t now)
{
	uint32_t index;

	if (double_map_get_a(&scanned, &pair->a, &index)) {
		bolt_class("double_map_put by slots: not done, key a is there");
		return PUT_SCANNED_KNOWN_A;
	}
	if (double_map_get_b(&scanned, &pair->b, &index)) {
		bolt_class("double_map_put by slots: not done, key b is there");
		return PUT_SCANNED_KNOWN_B;
	}
	if (!slots_allocate(&slots, now, &index)) {
		bolt_class("double_map_put by slots: not done, the map is full");
		return PUT_SCANNED_FULL;
	}
	add(&scanned, index, pair);
	bolt_class("double_map_put by slots: done");
	return PUT_SCANNED_DONE;
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	struct pair pair = {
		.a.number = argument_number(argument, 0) & key_mask,
		.b.number = argument_number(argument, 1) & key_mask,
	};

	(void)length;
	switch (operation) {
	case PUT:
		return put(&pair, now);
	case EXPIRE:
		expire_double_map(&chain, &chained, expiry_limit(now, argument_age(argument, 2)));
		bolt_class("expire_double_map");
		return EXPIRED;
	case PUT_SCANNED:
		return put_scanned(&pair, now);
	default:
		expire_double_map_slots(&slots, &scanned, expiry_limit(now, argument_age(argument, 2)));
		bolt_class("expire_double_map_slots");
		return EXPIRED_SCANNED;
	}
}
