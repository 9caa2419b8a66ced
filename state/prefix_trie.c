// SPDX-License-Identifier: Apache-2.0
#include "prefix_trie.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "bolt.h"
#include "constant_cost.h"
#include "region.h"

#define BITS 32
#define DEPTH_MAX (BITS + 1)
#define PREFIXES_MAX (1u << 28)

static uint32_t mask_of(unsigned int length)
{
	return length ? UINT32_MAX << (BITS - length) : 0;
}

static unsigned int length_of(const struct trie_node *node)
{
	return node->mask ? (unsigned int)__builtin_popcount(node->mask) : 0;
}

static uint32_t add_node(struct trie *trie, uint32_t prefix, unsigned int length, uint32_t value)
{
	struct trie_node *node = &trie->nodes[trie->used];

	node->prefix = prefix & mask_of(length);
	node->mask = mask_of(length);
	node->shift = length < BITS ? BITS - 1 - length : 0;
	node->value = value;
	return trie->used++;
}

int trie_init(struct trie *trie, const char *instance, uint32_t prefixes, uint32_t values)
{
	char name[REGION_NAME_MAX];

	if (prefixes > PREFIXES_MAX || values == 0 || values == UINT32_MAX)
		return -EINVAL;
	/* Each prefix adds at most itself and a node where it parts from another one. */
	trie->capacity = 1 + 2 * prefixes;
	trie->nodes = region_allocate(trie->capacity, sizeof(*trie->nodes));
	if (!trie->nodes)
		return -ENOMEM;
	trie->used = 0;
	trie->values = values;
	add_node(trie, 0, 0, values);
	region_name(name, instance, "nodes");
	region_register(name, trie->nodes, sizeof(*trie->nodes), trie->capacity,
			"prefix:u32, mask:u32, shift:u32 0..31, value:u32 0..%u, left:u32 0..%u, right:u32 0..%u, -8",
			values, trie->capacity - 1, trie->capacity - 1);
	return 0;
}

void trie_free(struct trie *trie)
{
	free(trie->nodes);
	trie->nodes = NULL;
}

/* How many bits from the top on two prefixes share. */
static unsigned int common(const struct trie_node *node, uint32_t prefix, unsigned int length)
{
	uint32_t difference = node->prefix ^ prefix;
	unsigned int bits = difference ? (unsigned int)__builtin_clz(difference) : BITS;

	if (bits > length)
		bits = length;
	return bits < length_of(node) ? bits : length_of(node);
}

static bool has_room(const struct trie *trie, uint32_t nodes)
{
	return trie->capacity - trie->used >= nodes;
}

/* Puts a node without a value between a parent and what the parent had at @place. */
static void insert_above(struct trie *trie, uint32_t *place, uint32_t prefix, unsigned int length)
{
	uint32_t below = *place;
	uint32_t node = add_node(trie, prefix, length, trie->values);
	unsigned int side = trie->nodes[below].prefix >> trie->nodes[node].shift & 1;

	trie->nodes[node].child[side] = below;
	*place = node;
}

int trie_insert(struct trie *trie, uint32_t prefix, unsigned int length, uint32_t value)
{
	uint32_t at = 0;

	if (length > BITS || (prefix & ~mask_of(length)) || value >= trie->values)
		return -EINVAL;
	for (;;) {
		struct trie_node *node = &trie->nodes[at];
		uint32_t *place;
		unsigned int shared;

		if (length_of(node) == length) {
			node->value = value;
			return 0;
		}
		place = &node->child[prefix >> node->shift & 1];
		if (*place == 0) {
			if (!has_room(trie, 1))
				return -ENOSPC;
			*place = add_node(trie, prefix, length, value);
			return 0;
		}
		shared = common(&trie->nodes[*place], prefix, length);
		if (shared < length_of(&trie->nodes[*place])) {
			/* A node where the two part, then one for the prefix, unless that is the same. */
			if (!has_room(trie, shared < length ? 2 : 1))
				return -ENOSPC;
			insert_above(trie, place, prefix, shared);
		}
		at = *place;
	}
}

/*
 * A node that does not match, and one without a child on the way, both end it;
 * selecting makes the two cost the same.
 */
uint32_t trie_lookup(const struct trie *trie, uint32_t address)
{
	uint32_t best = trie->values;
	uint32_t left = DEPTH_MAX;
	uint32_t at = 0;
	unsigned int last;

	do {
		const struct trie_node *node;
		uint32_t matches;
		uint32_t takes;

		ONE_COPY(at);
		bolt_pcv("trie.l");
		node = &trie->nodes[at];
		matches = -(uint32_t)(((address ^ node->prefix) & node->mask) == 0);
		OPAQUE(matches);
		takes = matches & -(uint32_t)(node->value < trie->values);
		OPAQUE(takes);
		best = (best & ~takes) | (node->value & takes);
		at = node->child[address >> node->shift & 1] & matches;
		left--;
		last = (at == 0) | (left == 0);
		OPAQUE(last);
	} while (!last);
	return best;
}
