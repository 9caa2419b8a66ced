/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ring of indices in use that both allocators keep, see dchain.h: what to
 * do to the cells @cells of which number @head heads the ring.
 */
#ifndef RING_H
#define RING_H

#include "dchain.h"

static inline void ring_unlink(struct dchain_cell *cells, uint32_t index)
{
	uint32_t prev = cells[index].prev;
	uint32_t next = cells[index].next;

	cells[prev].next = next;
	cells[next].prev = prev;
}

static inline void ring_append(struct dchain_cell *cells, uint32_t head, uint32_t index, uint64_t now)
{
	uint32_t newest = cells[head].prev;

	cells[index].prev = newest;
	cells[index].next = head;
	cells[index].stamp = now;
	cells[newest].next = index;
	cells[head].prev = index;
}

#endif
