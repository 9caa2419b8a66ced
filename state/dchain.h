/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allocator A: hands out the indices 0 to capacity - 1 and knows which has not
 * been used for the longest time. Each operation has one cost, whatever the
 * state.
 *
 * The cells are one array: one for each index, and two more that head lists.
 * Cell "capacity" is the head of the indices in use, a doubly linked ring, the
 * least recently used first. Cell "capacity + 1" is the head of the free
 * indices, singly linked, the last one freed first.
 *
 * Invariants:
 *  - Each index is in exactly one of the two lists.
 *  - prev is capacity + 1 in free cells and no cell else, but the head of the
 *    free ones.
 *  - Along the ring, stamps do not go down, as long as the times that are passed
 *    in do not.
 *  - All of prev and next are at most capacity + 1. Whatever they are within
 *    that, no operation leaves the array or hands out an index that there is not.
 */
#ifndef DCHAIN_H
#define DCHAIN_H

#include <stdbool.h>
#include <stdint.h>

struct dchain_cell {
	uint32_t prev;
	uint32_t next;
	uint64_t stamp;
};

struct dchain {
	struct dchain_cell *cells;
	uint32_t capacity;
};

/*
 * Its region is "@instance.cells". The capacity is 1 to 2^28.
 * Returns 0, or a negative errno: -EINVAL, -ENOMEM.
 */
int dchain_init(struct dchain *chain, const char *instance, uint32_t capacity);
void dchain_free(struct dchain *chain);

/* Whether an index was free; then it is @index, in use since @now. */
bool dchain_allocate(struct dchain *chain, uint64_t now, uint32_t *index);

/* Says that @index, which is in use, was used @now. */
void dchain_touch(struct dchain *chain, uint32_t index, uint64_t now);

/* Whether @index, less than the capacity, is in use; then it was used @now. */
bool dchain_rejuvenate(struct dchain *chain, uint32_t index, uint64_t now);

/*
 * Whether the least recently used index has a stamp below @limit; then it is
 * @index, and free.
 */
bool dchain_expire_one(struct dchain *chain, uint64_t limit, uint32_t *index);

/* Whether @index was in use; then it is free. */
bool dchain_release(struct dchain *chain, uint32_t index);

static inline bool dchain_is_allocated(const struct dchain *chain, uint32_t index)
{
	return chain->cells[index].prev != chain->capacity + 1;
}

/* The least recently used index, and the one after @index; from the capacity on there is none. */
static inline uint32_t dchain_oldest(const struct dchain *chain)
{
	return chain->cells[chain->capacity].next;
}

static inline uint32_t dchain_newer(const struct dchain *chain, uint32_t index)
{
	return chain->cells[index].next;
}

#endif
