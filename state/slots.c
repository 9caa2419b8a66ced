// SPDX-License-Identifier: Apache-2.0
#include "slots.h"

#include <errno.h>
#include <stdlib.h>

#include "bolt.h"
#include "constant_cost.h"
#include "region.h"
#include "ring.h"

#define CAPACITY_MAX (1u << 28)

/* What prev is in free cells, and where the cursor is. */
static uint32_t free_mark(const struct slots *slots)
{
	return slots->capacity + 1;
}

int slots_init(struct slots *slots, const char *instance, uint32_t capacity)
{
	char name[REGION_NAME_MAX];
	struct dchain_cell *cells;
	uint32_t i;

	if (capacity == 0 || capacity > CAPACITY_MAX || (capacity & (capacity - 1)))
		return -EINVAL;
	cells = region_allocate((size_t)capacity + 2, sizeof(*cells));
	if (!cells)
		return -ENOMEM;
	slots->cells = cells;
	slots->capacity = capacity;

	cells[capacity].prev = capacity;
	cells[capacity].next = capacity;
	for (i = 0; i < capacity; i++)
		cells[i].prev = free_mark(slots);
	cells[free_mark(slots)].prev = free_mark(slots);

	region_name(name, instance, "cells");
	region_register(name, cells, sizeof(*cells), (size_t)capacity + 2, "prev:u32 0..%u, next:u32 0..%u, stamp:u64",
			capacity + 1, capacity + 1);
	return 0;
}

void slots_free(struct slots *slots)
{
	free(slots->cells);
	slots->cells = NULL;
}

bool slots_allocate(struct slots *slots, uint64_t now, uint32_t *index)
{
	struct dchain_cell *cells = slots->cells;
	uint32_t mask = slots->capacity - 1;
	uint32_t at = cells[free_mark(slots)].next;
	uint32_t left = slots->capacity;

	do {
		uint32_t slot;

		ONE_COPY(at);
		bolt_pcv("slots.s");
		slot = at & mask;
		at++;
		left--;
		if (!slots_is_allocated(slots, slot)) {
			cells[free_mark(slots)].next = at & mask;
			ring_append(cells, slots->capacity, slot, now);
			*index = slot;
			return true;
		}
	} while (left > 0);
	return false;
}

bool slots_rejuvenate(struct slots *slots, uint32_t index, uint64_t now)
{
	if (!slots_is_allocated(slots, index))
		return false;
	ring_unlink(slots->cells, index);
	ring_append(slots->cells, slots->capacity, index, now);
	return true;
}

static inline void release(struct slots *slots, uint32_t index)
{
	ring_unlink(slots->cells, index);
	slots->cells[index].prev = free_mark(slots);
}

bool slots_expire_one(struct slots *slots, uint64_t limit, uint32_t *index)
{
	uint32_t oldest = slots->cells[slots->capacity].next;
	unsigned int expired;

	/* As in allocator A. */
	expired = (oldest < slots->capacity) & (slots->cells[oldest].stamp < limit);
	OPAQUE(expired);
	if (!expired)
		return false;
	release(slots, oldest);
	*index = oldest;
	return true;
}

bool slots_release(struct slots *slots, uint32_t index)
{
	if (!slots_is_allocated(slots, index))
		return false;
	release(slots, index);
	return true;
}
