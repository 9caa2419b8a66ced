/* SPDX-License-Identifier: Apache-2.0 */
/* The little that a test needs: conditions, and random numbers that can be had again. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The seed of this run: the program's first argument, or 1. */
static uint64_t check_seed = 1;
static uint64_t check_state;

#define CHECK(condition)								\
	do {										\
		if (!(condition)) {							\
			fprintf(stderr, "%s:%d: not so: %s (seed %" PRIu64 ")\n",	\
				__FILE__, __LINE__, #condition, check_seed);		\
			exit(EXIT_FAILURE);						\
		}									\
	} while (0)

static inline void check_start(int count, char **arguments)
{
	if (count > 1)
		check_seed = strtoull(arguments[1], NULL, 10);
	check_state = check_seed;
}

/* Weyl's sequence, mixed. */
static inline uint64_t random_word(void)
{
	uint64_t x = check_state += 0x9e3779b97f4a7c15;

	x = (x ^ x >> 32) * 0xd6e8feb86659fd93;
	x = (x ^ x >> 32) * 0xd6e8feb86659fd93;
	return x ^ x >> 32;
}

static inline uint32_t random_below(uint32_t bound)
{
	return (uint32_t)(random_word() % bound);
}

#endif
