// SPDX-License-Identifier: Apache-2.0
/* Both hashes: one tells keys apart and changes with the seed, the other does neither. */
#include "check.h"

#include "hash.h"

#define KEYS 1000

/* How many of a lot of random keys have the same hash as the key after them, or as they have under another seed. */
static uint32_t equal_hashes(uint32_t (*hash)(uint64_t a, uint64_t b, uint32_t seed), uint32_t seed, uint32_t next_seed)
{
	uint32_t equal = 0;
	uint32_t i;

	for (i = 0; i < KEYS; i++) {
		uint64_t a = random_word();
		uint64_t b = random_word();

		equal += hash(a, b, seed) == hash(a + (seed == next_seed), b, next_seed);
	}
	return equal;
}

int main(int count, char **arguments)
{
	check_start(count, arguments);
	CHECK(equal_hashes(hash_words, 7, 7) <= 1);
	CHECK(equal_hashes(hash_words, 7, 8) <= 1);
	CHECK(equal_hashes(hash_words_colliding, 7, 7) == KEYS);
	CHECK(equal_hashes(hash_words_colliding, 7, 8) == KEYS);
	return EXIT_SUCCESS;
}
