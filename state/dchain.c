// SPDX-License-Identifier: Apache-2.0
#include "dchain.h"

#include <errno.h>
#include <stdlib.h>

#include "constant_cost.h"
#include "region.h"
#include "ring.h"

#define CAPACITY_MAX (1u << 28)

static uint32_t free_head(const struct dchain *chain)
{
	return chain->capacity + 1;
}

int dchain_init(struct dchain *chain, const char *instance, uint32_t capacity)
{
	char name[REGION_NAME_MAX];
	struct dchain_cell *cells;
	uint32_t i;

	if (capacity == 0 || capacity > CAPACITY_MAX)
		return -EINVAL;
	cells = region_allocate((size_t)capacity + 2, sizeof(*cells));
	if (!cells)
		return -ENOMEM;
	chain->cells = cells;
	chain->capacity = capacity;

	cells[capacity].prev = capacity;
	cells[capacity].next = capacity;
	for (i = 0; i < capacity; i++) {
		cells[i].prev = free_head(chain);
		cells[i].next = i + 1 < capacity ? i + 1 : free_head(chain);
	}
	cells[free_head(chain)].prev = free_head(chain);
	cells[free_head(chain)].next = 0;

	region_name(name, instance, "cells");
	region_register(name, cells, sizeof(*cells), (size_t)capacity + 2, "prev:u32 0..%u, next:u32 0..%u, stamp:u64",
			capacity + 1, capacity + 1);
	return 0;
}

void dchain_free(struct dchain *chain)
{
	free(chain->cells);
	chain->cells = NULL;
}

bool dchain_allocate(struct dchain *chain, uint64_t now, uint32_t *index)
{
	struct dchain_cell *cells = chain->cells;
	uint32_t first = cells[free_head(chain)].next;

	if (first >= chain->capacity)
		return false;
	cells[free_head(chain)].next = cells[first].next;
	ring_append(cells, chain->capacity, first, now);
	*index = first;
	return true;
}

void dchain_touch(struct dchain *chain, uint32_t index, uint64_t now)
{
	ring_unlink(chain->cells, index);
	ring_append(chain->cells, chain->capacity, index, now);
}

bool dchain_rejuvenate(struct dchain *chain, uint32_t index, uint64_t now)
{
	if (!dchain_is_allocated(chain, index))
		return false;
	dchain_touch(chain, index, now);
	return true;
}

/* Takes @index, which is in use, out of the ring and puts it before the free ones. */
static inline void release(struct dchain *chain, uint32_t index)
{
	struct dchain_cell *cells = chain->cells;
	uint32_t head = free_head(chain);

	ring_unlink(cells, index);
	cells[index].prev = head;
	cells[index].next = cells[head].next;
	cells[head].next = index;
}

bool dchain_expire_one(struct dchain *chain, uint64_t limit, uint32_t *index)
{
	uint32_t oldest = dchain_oldest(chain);
	unsigned int expired;

	/* One branch for both, so that every end of expiring costs the same; the head has a stamp, too. */
	expired = (oldest < chain->capacity) & (chain->cells[oldest].stamp < limit);
	OPAQUE(expired);
	if (!expired)
		return false;
	release(chain, oldest);
	*index = oldest;
	return true;
}

bool dchain_release(struct dchain *chain, uint32_t index)
{
	if (!dchain_is_allocated(chain, index))
		return false;
	release(chain, index);
	return true;
}
