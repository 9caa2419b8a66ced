/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Longest-prefix match of 32-bit addresses as a Patricia trie: only nodes where
 * a prefix ends or two part.
 *
 * The nodes are one array; node 0 is the root, for the empty prefix. A child
 * of 0 is none, for the root is nobody's child.
 *
 * Invariants:
 *  - The prefix of a node has no bits outside its mask; a mask is a run of ones
 *    from the top.
 *  - The shift of a node leads to the bit behind its prefix, the highest one not
 *    in its mask; that bit of the child's prefix says which child it is. Nodes of
 *    32 bits have no children.
 *  - The prefix of a child continues that of its parent.
 *  - Its value is below the number of values, or equal to it where no prefix ends.
 *
 * Mark: trie.l	nodes that trie_lookup looks at, the root included: 1 to 33
 */
#ifndef PREFIX_TRIE_H
#define PREFIX_TRIE_H

#include <stdint.h>

struct trie_node {
	uint32_t prefix;
	uint32_t mask;
	uint32_t shift;
	uint32_t value;
	uint32_t child[2];
	uint32_t unused[2];	/* two nodes fill a cache line */
};

struct trie {
	struct trie_node *nodes;
	uint32_t capacity;	/* of nodes */
	uint32_t used;
	uint32_t values;
};

/*
 * For @prefixes prefixes, or more where few part; values are below @values. Its
 * region is "@instance.nodes". Returns 0, or a negative errno: -EINVAL, -ENOMEM.
 */
int trie_init(struct trie *trie, const char *instance, uint32_t prefixes, uint32_t values);
void trie_free(struct trie *trie);

/*
 * Gives a value to a prefix of @length bits, 0 to 32; an older value of the
 * same prefix is replaced. Returns 0, -EINVAL where the prefix has bits beyond
 * its length, the length is above 32 or the value is not below the number of
 * values, or -ENOSPC.
 */
int trie_insert(struct trie *trie, uint32_t prefix, unsigned int length, uint32_t value);

/* The value of the longest prefix of @address, or the number of values if it has none. */
uint32_t trie_lookup(const struct trie *trie, uint32_t address);

#endif
