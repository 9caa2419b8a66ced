// SPDX-License-Identifier: Apache-2.0
/* Token buckets in a vector, and what else one does with a vector: read an element, and write one. */
#include "token_bucket.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "bolt.h"
#include "exercise.h"
#include "vector.h"

#define BYTES_PER_SECOND 1000000
#define BURST 100000

enum operation { TAKE, FILL, READ, WRITE, OPERATIONS };
enum outcome { TAKE_TOO_MUCH, TAKE_OK, FILLED, READ_DONE, WRITTEN, OUTCOMES };

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

static struct token_rate rate;
static struct vector buckets;
static struct vector numbers;

/* Where what was read goes. */
static volatile uint64_t sink;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	char spec[64];

	(void)seed;
	if (token_rate_init(&rate, BYTES_PER_SECOND, BURST))
		return -EINVAL;
	snprintf(spec, sizeof(spec), "time:u64, credit:u64 0..%" PRIu64, rate.full);
	if (vector_init(&buckets, "buckets", capacity, sizeof(struct token_bucket), spec) ||
	    vector_init(&numbers, "numbers", capacity, sizeof(uint64_t), "number:u64"))
		return -ENOMEM;
	return 0;
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	/* The capacity is a power of two here. */
	uint32_t index = argument_number(argument, 0) & (buckets.count - 1);
	uint32_t bytes = argument_number(argument, 1) & 0xffff;

	(void)length;
	switch (operation) {
	case TAKE:
		if (!token_bucket_take(vector_at(&buckets, index), &rate, bytes, now)) {
			bolt_class("token_bucket_take: too much");
			return TAKE_TOO_MUCH;
		}
		bolt_class("token_bucket_take: ok");
		return TAKE_OK;
	case FILL:
		token_bucket_fill(vector_at(&buckets, index), &rate, now);
		bolt_class("token_bucket_fill");
		return FILLED;
	case READ:
		sink = *(const uint64_t *)vector_at(&numbers, index);
		bolt_class("vector_at: read");
		return READ_DONE;
	default:
		*(uint64_t *)vector_at(&numbers, index) = now;
		bolt_class("vector_at: write");
		return WRITTEN;
	}
}
