/* SPDX-License-Identifier: Apache-2.0 */
/* See pool.h. */
#include <string.h>

#include <rte_mbuf_core.h>
#include <rte_mempool.h>
#include <rte_ring_core.h>

#include "pool.h"

#define MOST_PRIVATE 1024u	/* bytes between a packet buffer's structure and its data that are looked behind */
#define POINTER_BYTES 8u

/* The buffer in which a packet lies behind the room that is left before it; whether there is one. */
static bool find_buffer(const uint8_t *packet, struct rte_mbuf *buffer)
{
	const uint8_t *data = packet - RTE_PKTMBUF_HEADROOM;
	unsigned int private;

	for (private = 0; private <= MOST_PRIVATE; private += RTE_MBUF_PRIV_ALIGN) {
		if (device_peek(buffer, data - private - sizeof(*buffer), sizeof(*buffer)) && buffer->buf_addr == data)
			return true;
	}
	return false;
}

static struct device_part *add(struct device_part *part, const volatile void *at, uint64_t bytes, unsigned int least, const char *name)
{
	part = device_add(part, DEVICE_EVENT, (const void *)at, least, 0, name);
	part[-1].count = bytes;
	return part;
}

struct device_part *pool_add(struct device_part *part, const void *packet)
{
	struct rte_mbuf buffer;
	struct rte_mempool pool;
	struct rte_ring ring;
	const struct rte_ring *at;

	if (!find_buffer(packet, &buffer) || !device_peek(&pool, buffer.pool, sizeof(pool)) || !pool.local_cache ||
	    !device_peek(&ring, pool.pool_data, sizeof(ring)) ||
	    strncmp(ring.name, RTE_MEMPOOL_MZ_PREFIX, strlen(RTE_MEMPOOL_MZ_PREFIX)) != 0)
		return part;
	at = pool.pool_data;
	part = add(part, &at->cons.tail, sizeof(at->cons.tail), 1, "pool.refill");
	part = add(part, &at->prod.tail, sizeof(at->prod.tail), 1, "pool.flush");
	/* A cache also counts what is in it, by a number of 32 bits. */
	return add(part, pool.local_cache, sizeof(*pool.local_cache) * RTE_MAX_LCORE, POINTER_BYTES, "tx.free");
}
