/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash of 16 bytes and a seed, of constant cost: additions, rotations and
 * exclusive ors only. Different seeds give unrelated hashes, so keys that
 * collide under one seed do not collide under the next. It is no cryptographic
 * hash: it resists traffic that does not know the seed.
 */
#ifndef HASH_H
#define HASH_H

#include <stdint.h>

#include "constant_cost.h"

static inline uint64_t hash_rotate(uint64_t x, unsigned int bits)
{
	return x << bits | x >> (64 - bits);
}

static inline uint32_t hash_words(uint64_t a, uint64_t b, uint32_t seed)
{
	uint64_t x = a + seed;
	uint64_t y = b ^ ((uint64_t)seed << 32 | 0x5bd1e995);
	int round;

	for (round = 0; round < 6; round++) {
		x = hash_rotate(x, 41) + y;
		y = hash_rotate(y, 23) ^ x;
	}
	return (uint32_t)(y ^ y >> 32);
}

/*
 * The same for all keys: what the worst case takes can so be measured. Costs as
 * much as hash_words(), but for an instruction or two.
 */
static inline uint32_t hash_words_colliding(uint64_t a, uint64_t b, uint32_t seed)
{
	uint32_t hash = hash_words(a, b, seed);

	OPAQUE(hash);
	return 0;
}

#endif
