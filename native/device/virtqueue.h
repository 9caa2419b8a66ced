/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Virtqueues as a device sees them (virtio 1.1 specification, 2.6 split and 2.7
 * packed). Buffers are used in the order in which they were made available, each
 * at once. The driver's addresses are those of this process.
 *
 * Of a queue that is not enabled only its registers have a meaning.
 */
#ifndef BOLT_VIRTQUEUE_H
#define BOLT_VIRTQUEUE_H

#include <stdbool.h>
#include <stdint.h>

#define VIRTQUEUE_WORDS 4

struct virtqueue {
	/* As the driver wrote them to registers. */
	uint16_t size;		/* in descriptors; of a split queue a power of 2 */
	uint16_t vector, enabled;
	uint64_t descriptors, driver, device;	/* where the three areas are */

	bool is_packed;
	uint16_t next;		/* where the next available buffer is: its place; of a split queue modulo 2^16 */
	uint16_t used;		/* of a split queue: how many were used, modulo 2^16 */
	bool wrap;		/* of a packed queue: the wrap counter */
};

struct virtqueue_descriptor {
	uint64_t address;
	uint32_t length;	/* in bytes */
	uint16_t flags;
};

/* A chain of descriptors that the driver has made available. */
struct virtqueue_buffer {
	uint16_t id;
	uint16_t count;		/* of descriptors */
	struct virtqueue_descriptor first, last;
};

/* As it is after it was enabled: nothing is available or used yet. */
void virtqueue_start(struct virtqueue *queue, bool is_packed);

/* The next available buffer; whether there is one. */
bool virtqueue_next(const struct virtqueue *queue, struct virtqueue_buffer *buffer);

/* Where one is in the descriptors of a buffer, those of a table that it leads to instead. */
struct virtqueue_piece {
	struct virtqueue_descriptor at;
	const void *table;	/* NULL: the queue's own descriptors */
	uint32_t index, left;	/* in them; how many there are from here on at most */
};

/* The first descriptor of the next available buffer; whether there is one. */
bool virtqueue_first(const struct virtqueue *queue, const struct virtqueue_buffer *buffer, struct virtqueue_piece *piece);

/* The one behind it; whether there is one. */
bool virtqueue_another(const struct virtqueue *queue, struct virtqueue_piece *piece);

/* Gives the next available buffer back, of which so many bytes were written. */
void virtqueue_use(struct virtqueue *queue, const struct virtqueue_buffer *buffer, uint32_t written);

/* The words that virtqueue_use() will change, those of the queue itself too; how many. */
unsigned int virtqueue_words(const struct virtqueue *queue, const uint64_t *words[VIRTQUEUE_WORDS]);

/* Where virtqueue_use() will put how much was written. */
const uint32_t *virtqueue_written(const struct virtqueue *queue);

/* Where the driver writes when it has made buffers available; how many bytes that are. */
uint64_t virtqueue_given(const struct virtqueue *queue, const void **at);

/* Bit 0 of this is whether the device needs no notification of available buffers. */
uint16_t *virtqueue_suppression(const struct virtqueue *queue);

#endif
