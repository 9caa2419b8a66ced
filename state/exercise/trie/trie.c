// SPDX-License-Identifier: Apache-2.0
/*
 * The trie. Its prefixes are 1/1, 11/2, 111/3 and so on, one inside the other;
 * so looking up takes from one node up to one more than there are prefixes.
 */
#include <errno.h>

#include "bolt.h"
#include "exercise.h"
#include "prefix_trie.h"

#define BITS 32

enum operation { LOOKUP, OPERATIONS };
enum outcome { LOOKUP_NONE, LOOKUP_FOUND, OUTCOMES };

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

static struct trie trie;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	uint32_t prefixes = capacity < BITS ? capacity : BITS;
	uint32_t length;

	(void)seed;
	if (trie_init(&trie, "prefixes", prefixes, prefixes))
		return -ENOMEM;
	for (length = 1; length <= prefixes; length++) {
		if (trie_insert(&trie, UINT32_MAX << (BITS - length), length, length - 1))
			return -ENOSPC;
	}
	return 0;
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	/* Some ones, and then any bits. */
	uint32_t address = ~(argument_number(argument, 0) >> (argument_number(argument, 1) % BITS));

	(void)operation;
	(void)length;
	(void)now;
	if (trie_lookup(&trie, address) == trie.values) {
		bolt_class("trie_lookup: none");
		return LOOKUP_NONE;
	}
	bolt_class("trie_lookup: found");
	return LOOKUP_FOUND;
}
