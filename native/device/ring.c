/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ring from which DPDK's net_ring receives: one packet is put there as
 * whoever sent it would have done, in a buffer from the program's own pool.
 * Nothing arrives before the analysis begins. A port receives from the ring that
 * it sends to: what was sent is taken out and put back into its pool, so that
 * nothing comes back.
 *
 * Nothing is taken to be there that was not looked at: memory is read by the
 * kernel, so that what is not mapped is an answer and not a fault.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rte_mbuf_core.h>
#include <rte_mempool.h>
#include <rte_ring_core.h>
#include <rte_tailq.h>

#include "device.h"
#include "pool.h"

#define POOLS "RTE_MEMPOOL"		/* the name of the list of pools, in rte_mempool.c */
#define RINGS "RTE_RING"		/* that of rings, in rte_ring.c */
#define RING_OF_PORT "ETH_RXTX"		/* how the names of rings begin that a port receives from and sends to, in rte_eth_ring.c */
#define DATA_MOST (64ull << 20)		/* more than variables take; packet buffers are larger */
#define CHUNK (64u << 10)
#define MOST_KNOWN 341u			/* rings; a question names three places of each, and IOV_MAX is 1,024 */

/* ---- lists of DPDK ---- */

/* A list head is told by its name, and by its first element, which leads back to it. */
static bool is_list(const char *name, const struct rte_tailq_head *head, const struct rte_tailq_head *copy)
{
	struct rte_tailq_entry first;

	return strncmp(copy->name, name, sizeof(copy->name)) == 0 && copy->tailq_head.tqh_first &&
	       device_peek(&first, copy->tailq_head.tqh_first, sizeof(first)) &&
	       first.next.tqe_prev == &((struct rte_tailq_head *)head)->tailq_head.tqh_first;
}

static const struct rte_tailq_entry *search(const char *name, uint64_t start, uint64_t end)
{
	static char bytes[CHUNK];
	const size_t step = sizeof(bytes) - sizeof(struct rte_tailq_head);
	uint64_t at;

	for (at = start; at + sizeof(struct rte_tailq_head) <= end; at += step) {
		size_t size = end - at < sizeof(bytes) ? end - at : sizeof(bytes), i;

		if (!device_peek(bytes, (void *)at, size))
			return NULL;
		for (i = 0; i + sizeof(struct rte_tailq_head) <= size; i += sizeof(void *)) {
			const struct rte_tailq_head *copy = (void *)(bytes + i);

			if (is_list(name, (void *)(at + i), copy))
				return copy->tailq_head.tqh_first;
		}
	}
	return NULL;
}

/* Looks through the variables of all objects, as the list's own variable may have no symbol; NULL if there is none, or it is empty. */
static const struct rte_tailq_entry *find_list(const char *name)
{
	static char text[1 << 18];
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	const struct rte_tailq_entry *found = NULL;
	size_t used = 0;
	ssize_t got;
	char *line = text, *end;

	if (fd < 0)
		return NULL;
	while (used < sizeof(text) - 1 && (got = read(fd, text + used, sizeof(text) - 1 - used)) > 0)
		used += got;
	close(fd);
	text[used] = 0;
	for (; !found && (end = strchr(line, '\n')); line = end + 1) {
		char *rest;
		uint64_t start = strtoull(line, &rest, 16), stop = strtoull(rest + 1, &rest, 16);

		if (rest[1] == 'r' && rest[2] == 'w' && stop - start <= DATA_MOST)
			found = search(name, start, stop);
	}
	return found;
}

/* The first pool. One search is enough: the list grows at its end. */
static const struct rte_tailq_entry *pools(void)
{
	static const struct rte_tailq_entry *found;

	if (!found)
		found = find_list(POOLS);
	return found;
}

static const struct rte_tailq_entry *rings(void)
{
	static const struct rte_tailq_entry *found;

	if (!found)
		found = find_list(RINGS);
	return found;
}

/* ---- rings and buffers ---- */

static void *const *slot(const struct rte_ring *ring, uint32_t index)
{
	return (void *const *)(ring + 1) + (index & ring->mask);
}

static void append(struct rte_ring *ring, struct rte_mbuf *buffer)
{
	void **at = (void **)slot(ring, ring->prod.head);

	device_touch(at, sizeof(*at));
	*at = buffer;
	device_touch(ring, sizeof(*ring));
	ring->prod.head++;
	ring->prod.tail++;
}

struct supply {
	struct rte_ring *ring;		/* of a pool's free buffers */
	struct rte_mbuf *buffer;	/* its next one */
	uint64_t room;
};

/* Whether a pool keeps packet buffers in a ring, and what is next there; no buffer if all are in use. */
static bool look_into(const struct rte_mempool *at, struct supply *supply)
{
	struct rte_mempool pool;
	struct rte_ring ring;
	struct rte_mbuf buffer;

	if (!device_peek(&pool, at, offsetof(struct rte_mempool, elt_list)) || !device_peek(&ring, pool.pool_data, sizeof(ring)))
		return false;
	supply->ring = pool.pool_data;
	supply->buffer = NULL;
	if (ring.cons.head == ring.prod.tail)
		return true;
	if (!device_peek(&supply->buffer, slot(supply->ring, ring.cons.head), sizeof(void *)) ||
	    !device_peek(&buffer, supply->buffer, sizeof(buffer)) || buffer.pool != at)
		return false;
	supply->room = buffer.buf_len - RTE_PKTMBUF_HEADROOM;
	return true;
}

/* The first pool whose buffers hold a packet of this length, or else the one with the largest; NULL, or why there is none. */
static const char *find_supply(uint64_t length, struct supply *found)
{
	const struct rte_tailq_entry *at = pools();
	const char *why = "finds no packet pool of DPDK " DPDK_VERSION " in the program";
	struct rte_tailq_entry entry;
	struct supply supply;

	for (; at && (!found->buffer || found->room < length) && device_peek(&entry, at, sizeof(entry)); at = entry.next.tqe_next) {
		if (!look_into(entry.data, &supply))
			continue;
		if (!supply.buffer)
			why = "finds no free buffer in the program's packet pool";
		else if (!found->buffer || supply.room > found->room)
			*found = supply;
	}
	return found->buffer ? NULL : why;
}

static void fill(struct rte_mbuf *buffer, uint64_t length)
{
	buffer->data_off = RTE_PKTMBUF_HEADROOM;
	buffer->refcnt = 1;
	buffer->nb_segs = 1;
	buffer->ol_flags = 0;
	buffer->packet_type = 0;
	buffer->next = NULL;
	buffer->pkt_len = length;
	buffer->data_len = length;
}

static struct device_part *add_length(struct device_part *part, const void *field, unsigned int bits)
{
	uint64_t at = (uint64_t)field;

	return device_add(part, DEVICE_LENGTH, (void *)(at & -8ull), at % 8 * 8, bits, "");
}

static unsigned int put(const struct device_arrival *arrival, struct device_part *parts)
{
	struct device_part *part = device_add(parts, DEVICE_NAME, NULL, 0, 0, "net_ring");
	struct rte_ring *ring, copy;
	void *last;
	struct supply supply = { NULL, NULL, 0 };
	const char *why;

	part[-1].value = arrival->port;
	if (arrival->packet && !arrival->is_later)
		return 0;
	why = find_supply(arrival->length, &supply);
	if (why)
		return device_add(part, DEVICE_FAULT, NULL, 0, 0, why) - parts;
	/* A queue of net_ring begins with its ring (struct ring_queue of rte_eth_ring.c). */
	if (!device_peek(&ring, (void *)arrival->queue, sizeof(ring)) || !device_peek(&copy, ring, sizeof(copy)) ||
	    !device_peek(&last, (void *const *)(ring + 1) + copy.mask, sizeof(last)))
		return device_add(part, DEVICE_FAULT, NULL, 0, 0, "has no ring where the receive function was told to look") - parts;
	device_touch(supply.ring, sizeof(*supply.ring));
	supply.ring->cons.head++;
	supply.ring->cons.tail++;
	device_touch(supply.buffer, sizeof(*supply.buffer));
	fill(supply.buffer, arrival->length);
	if (arrival->packet) {
		uint64_t size = arrival->length < supply.room ? arrival->length : supply.room;
		void *at = (uint8_t *)supply.buffer->buf_addr + RTE_PKTMBUF_HEADROOM;

		device_touch(at, size);
		memcpy(at, arrival->packet, size);
	}
	append(ring, supply.buffer);
	part = device_add(part, DEVICE_PACKET, (uint8_t *)supply.buffer->buf_addr + RTE_PKTMBUF_HEADROOM, 0, supply.room, "");
	part = pool_add(part, (uint8_t *)supply.buffer->buf_addr + RTE_PKTMBUF_HEADROOM);
	part = add_length(part, &supply.buffer->pkt_len, 32);
	return add_length(part, &supply.buffer->data_len, 16) - parts;
}

static void set_up(const char *folder, const char *properties)
{
	(void)properties;
	(void)folder;
}

/* ---- sending ---- */

/* Puts a buffer of a packet back into its pool, unless it stands for another one; the next one. */
static struct rte_mbuf *put_back(struct rte_mbuf *buffer)
{
	struct rte_mbuf *next = buffer->next;

	device_touch(buffer, sizeof(*buffer));
	if (!RTE_MBUF_DIRECT(buffer))
		return next;
	if (buffer->refcnt > 1) {
		buffer->refcnt--;
		return next;
	}
	buffer->next = NULL;
	buffer->nb_segs = 1;
	append(buffer->pool->pool_data, buffer);
	return next;
}

static void empty(struct rte_ring *ring, unsigned int port, device_sent sent)
{
	struct rte_mbuf *buffer;

	while (ring->cons.head != ring->prod.tail) {
		device_touch(ring, sizeof(*ring));
		for (buffer = *slot(ring, ring->cons.head); buffer; buffer = put_back(buffer)) {
			if (sent)
				sent(port, rte_pktmbuf_mtod(buffer, const void *), buffer->data_len, !buffer->next);
		}
		ring->cons.head++;
		ring->cons.tail++;
	}
}

/* The first rings as they were found last: a program has dozens, packets come and go all the time, and one question tells what has changed. */
static struct known {
	const struct rte_tailq_entry *at;
	struct rte_tailq_entry entry;
	char name[RTE_RING_NAMESIZE];
} known[MOST_KNOWN];
static unsigned int known_count;

/* Forgets what is known unless it is all as it was. */
static void check_known(const struct rte_tailq_entry *first)
{
	static struct known now[MOST_KNOWN];
	static struct iovec to[3 * MOST_KNOWN], from[3 * MOST_KNOWN];
	static char rest[sizeof(struct rte_ring) - RTE_RING_NAMESIZE];	/* changes all the time, but must be there */
	unsigned int i, count = known_count;

	known_count = 0;
	for (i = 0; i < count; i++) {
		now[i].at = known[i].at;
		to[3 * i] = (struct iovec){ &now[i].entry, sizeof(now[i].entry) };
		from[3 * i] = (struct iovec){ (void *)known[i].at, sizeof(now[i].entry) };
		to[3 * i + 1] = (struct iovec){ now[i].name, sizeof(now[i].name) };
		from[3 * i + 1] = (struct iovec){ known[i].entry.data, sizeof(now[i].name) };
		to[3 * i + 2] = (struct iovec){ rest, sizeof(rest) };
		from[3 * i + 2] = (struct iovec){ (char *)known[i].entry.data + sizeof(now[i].name), sizeof(rest) };
	}
	if (count > 0 && known[0].at == first && device_peek_all(to, from, 3 * count) && memcmp(now, known, count * sizeof(*known)) == 0)
		known_count = count;
}

/* The ring at a place in the list, the one after those that are known at most; without a name if it cannot be looked at, NULL if its entry cannot. */
static const struct known *look_at(unsigned int index, const struct rte_tailq_entry *at)
{
	static struct known other;
	struct known *ring = index < MOST_KNOWN ? &known[index] : &other;
	struct rte_ring copy;

	if (index < known_count)
		return ring;
	ring->at = at;
	if (!device_peek(&ring->entry, at, sizeof(ring->entry)))
		return NULL;
	memset(ring->name, 0, sizeof(ring->name));
	if (device_peek(&copy, ring->entry.data, sizeof(copy)))
		memcpy(ring->name, copy.name, sizeof(ring->name));
	known_count = index < MOST_KNOWN ? index + 1 : MOST_KNOWN;
	return ring;
}

/* Rings are in the order of their ports, and their names end with those of the ports. */
static void take(device_sent sent)
{
	const struct rte_tailq_entry *at = rings();
	const struct known *ring;
	char name[RTE_RING_NAMESIZE], last[RTE_RING_NAMESIZE] = "";
	unsigned int port = 0, i;

	check_known(at);
	for (i = 0; at && (ring = look_at(i, at)); at = ring->entry.next.tqe_next, i++) {
		const char *of_port;

		if (strncmp(ring->name, RING_OF_PORT, strlen(RING_OF_PORT)) != 0)
			continue;
		memcpy(name, ring->name, sizeof(name) - 1);
		name[sizeof(name) - 1] = 0;
		of_port = strchr(name + strlen(RING_OF_PORT), '_');
		if (of_port && last[0] && strcmp(of_port, last) != 0)
			port++;
		strcpy(last, of_port ? of_port : "");
		empty(ring->entry.data, port, sent);
	}
}

__attribute__((visibility("default"))) const struct device bolt_device = {
	.set_up = set_up,
	.take = take,
	.put = put,
};
