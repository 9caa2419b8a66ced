/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an exerciser has to provide: a program that does operations of the
 * stateful library, one at a time and without DPDK, so that each of them can be
 * analysed and measured by itself. main.c is the rest of the program.
 *
 * An operation ends in one of several outcomes. Each is a class, and returns a
 * number of its own, from 0 on without gaps.
 *
 * Abstract state may hold what no operations bring about, such as a key whose
 * place is free. Where that has a cost of its own it is a class of its own, named
 * "never", and returns a number that no outcome has.
 *
 * Structures are made in exercise_init() and registered as abstract state.
 * What an operation requires of its caller ("a key that is not there") is found
 * out by the caller, with another operation: a put is a get that finds nothing
 * and then the put. Marks of the two differ, so a class's formula tells them apart.
 */
#ifndef EXERCISE_H
#define EXERCISE_H

#include <stdint.h>
#include <string.h>

#include "hash.h"

/* How many operations and outcomes there are. */
extern const uint32_t exercise_operations;
extern const uint32_t exercise_outcomes;

/* @capacity is a power of two, at least 1. Returns 0, or a negative errno. */
int exercise_init(uint32_t capacity, uint32_t seed);

/*
 * Does one operation.
 *
 * @operation	which, less than exercise_operations
 * @argument	what its keys and indices are made of: any bytes
 * @length	how many there are, at least ARGUMENT_BYTES; those behind them are not looked at
 * @now		nanoseconds; it never goes back
 *
 * Returns the outcome.
 */
#define ARGUMENT_BYTES 64

__attribute__((noinline))
int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now);

/*
 * The number @n, 0 to 3, of an argument. It depends on sixteen of its bytes, so
 * that it varies even where the argument is made like a packet.
 */
static inline uint32_t argument_number(const uint8_t *argument, unsigned int n)
{
	uint32_t words[4];
	uint32_t x;

	memcpy(words, argument + sizeof(words) * n, sizeof(words));
	x = words[0] ^ words[1] ^ words[2] ^ words[3];
	return x ^ x >> 16 ^ x >> 8;
}

/*
 * An age, of any order of magnitude, since nobody knows how fast time goes by;
 * more often a large one, so that structures fill up between two expiries.
 */
static inline uint64_t argument_age(const uint8_t *argument, unsigned int n)
{
	uint32_t x = argument_number(argument, n);

	return (uint64_t)1 << ((x | x >> 6 | x >> 12) & 63);
}

/*
 * Keys for maps. Four keys that differ in their lowest bits only have the same
 * hash: few keys bring about what else takes billions.
 */
struct exercise_key {
	uint64_t number;
	uint64_t unused;
};

#define EXERCISE_KEY_SPEC "number:u64, unused:u64"

static inline _Bool exercise_key_equal(const void *a, const void *b)
{
	const struct exercise_key *left = a;
	const struct exercise_key *right = b;

	return ((left->number ^ right->number) | (left->unused ^ right->unused)) == 0;
}

static inline uint32_t exercise_key_hash(const void *key, uint32_t seed)
{
	return hash_words(((const struct exercise_key *)key)->number >> 2, 0, seed);
}

#endif
