// SPDX-License-Identifier: Apache-2.0
/* The trie against a list of prefixes. */
#include "check.h"

#include <errno.h>

#include "prefix_trie.h"

#define PREFIXES 300
#define VALUES 1000

static struct {
	uint32_t prefix;
	unsigned int length;
	uint32_t value;
} model[PREFIXES];
static uint32_t model_count;

static uint32_t mask_of(unsigned int length)
{
	return length ? UINT32_MAX << (32 - length) : 0;
}

static uint32_t expected(uint32_t address)
{
	uint32_t best = VALUES;
	int longest = -1;
	uint32_t i;

	for (i = 0; i < model_count; i++) {
		if (((address ^ model[i].prefix) & mask_of(model[i].length)) == 0 && (int)model[i].length > longest) {
			longest = (int)model[i].length;
			best = model[i].value;
		}
	}
	return best;
}

static void model_insert(uint32_t prefix, unsigned int length, uint32_t value)
{
	uint32_t i;

	for (i = 0; i < model_count; i++) {
		if (model[i].prefix == prefix && model[i].length == length)
			break;
	}
	model[i].prefix = prefix;
	model[i].length = length;
	model[i].value = value;
	model_count += i == model_count;
}

/* Of few bits, or of any: so prefixes are nested, and so they are apart. */
static uint32_t random_address(uint32_t bits)
{
	return (uint32_t)random_word() & bits;
}

static void run(uint32_t bits)
{
	struct trie trie;
	uint32_t n;
	uint32_t k;

	model_count = 0;
	CHECK(trie_init(&trie, "test", PREFIXES, VALUES) == 0);
	CHECK(trie_lookup(&trie, 0) == VALUES);
	for (n = 0; n < PREFIXES; n++) {
		unsigned int length = random_below(33);
		uint32_t prefix = random_address(bits) & mask_of(length);
		uint32_t value = random_below(VALUES);

		CHECK(trie_insert(&trie, prefix, length, value) == 0);
		model_insert(prefix, length, value);
		for (k = 0; k < 50; k++) {
			uint32_t i = random_below(model_count);
			uint32_t address = random_address(bits);

			CHECK(trie_lookup(&trie, address) == expected(address));
			/* Inside a prefix, at its ends, and one beside it. */
			address = model[i].prefix | (random_address(bits) & ~mask_of(model[i].length));
			CHECK(trie_lookup(&trie, address) == expected(address));
			address = model[i].prefix | ~mask_of(model[i].length);
			CHECK(trie_lookup(&trie, address) == expected(address));
			CHECK(trie_lookup(&trie, address + 1) == expected(address + 1));
			address = model[i].prefix - 1;
			CHECK(trie_lookup(&trie, address) == expected(address));
		}
	}
	trie_free(&trie);
}

/* 33 levels: a prefix of each length. */
static void check_deepest(void)
{
	struct trie trie;
	unsigned int length;

	CHECK(trie_init(&trie, "test", 33, 33) == 0);
	for (length = 33; length-- > 0;)
		CHECK(trie_insert(&trie, mask_of(length), length, length) == 0);
	for (length = 0; length < 32; length++)
		CHECK(trie_lookup(&trie, ~(0x80000000u >> length)) == length);
	CHECK(trie_lookup(&trie, UINT32_MAX) == 32);
	trie_free(&trie);
}

static void check_bad_prefixes(void)
{
	struct trie trie;

	CHECK(trie_init(&trie, "test", 1, 2) == 0);
	CHECK(trie_insert(&trie, 1, 31, 0) == -EINVAL);
	CHECK(trie_insert(&trie, 0, 33, 0) == -EINVAL);
	CHECK(trie_insert(&trie, 0, 8, 2) == -EINVAL);
	CHECK(trie_insert(&trie, 0, 8, 1) == 0);
	CHECK(trie_insert(&trie, 0, 8, 0) == 0);
	CHECK(trie_lookup(&trie, 5) == 0);
	/* The two have no common node, so there is room; a third one has not. */
	CHECK(trie_insert(&trie, 1u << 31, 1, 0) == 0);
	CHECK(trie_insert(&trie, 1u << 30, 2, 0) == -ENOSPC);
	CHECK(trie_insert(&trie, 3u << 30, 2, 0) == -ENOSPC);
	trie_free(&trie);
}

int main(int count, char **arguments)
{
	check_start(count, arguments);
	check_bad_prefixes();
	check_deepest();
	run(UINT32_MAX);
	run(0xc0000003);
	run(0x0f00);
	return EXIT_SUCCESS;
}
