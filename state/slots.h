/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allocator B: does what dchain.h does, but has no list of free indices. It
 * looks for one from a cursor on, around the end. Freeing is cheaper than with
 * allocator A; allocating is as long as there is room, and takes a scan of all
 * slots to find that there is none.
 *
 * The cells are one array: one for each index, cell "capacity" heads the ring of
 * those in use as in dchain.h, and cell "capacity + 1" has the cursor as its
 * next. The capacity is a power of two.
 *
 * Invariants:
 *  - prev is capacity + 1 in free cells and no cell else, but the cursor's.
 *  - The ring holds the indices in use, the least recently used first.
 *  - The cursor is below the capacity when used: it is taken modulo the capacity.
 *
 * Mark: slots.s	slots that slots_allocate looks at, the one it takes included
 */
#ifndef SLOTS_H
#define SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "dchain.h"

struct slots {
	struct dchain_cell *cells;
	uint32_t capacity;
};

/*
 * Its region is "@instance.cells". The capacity is a power of two, 1 to 2^28.
 * Returns 0, or a negative errno: -EINVAL, -ENOMEM.
 */
int slots_init(struct slots *slots, const char *instance, uint32_t capacity);
void slots_free(struct slots *slots);

/* Whether an index was free; then it is @index, in use since @now. */
bool slots_allocate(struct slots *slots, uint64_t now, uint32_t *index);

/* Whether @index, less than the capacity, is in use; then it was used @now. */
bool slots_rejuvenate(struct slots *slots, uint32_t index, uint64_t now);

/* Whether the least recently used index has a stamp below @limit; then it is @index, and free. */
bool slots_expire_one(struct slots *slots, uint64_t limit, uint32_t *index);

/* Whether @index was in use; then it is free. */
bool slots_release(struct slots *slots, uint32_t index);

static inline bool slots_is_allocated(const struct slots *slots, uint32_t index)
{
	return slots->cells[index].prev != slots->capacity + 1;
}

#endif
