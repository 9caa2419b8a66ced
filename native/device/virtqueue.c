/* SPDX-License-Identifier: Apache-2.0 */
/* See virtqueue.h. */
#include <stddef.h>

#include <linux/virtio_ring.h>

#include "device.h"
#include "virtqueue.h"

#define PACKED_AVAILABLE (1u << VRING_PACKED_DESC_F_AVAIL)
#define PACKED_USED (1u << VRING_PACKED_DESC_F_USED)

static const struct vring_desc *split_descriptor(const struct virtqueue *queue, uint16_t index)
{
	return (const struct vring_desc *)queue->descriptors + (index & (queue->size - 1));
}

static struct vring_used *used_ring(const struct virtqueue *queue)
{
	return (struct vring_used *)queue->device;
}

static vring_used_elem_t *used_element(const struct virtqueue *queue)
{
	return &used_ring(queue)->ring[queue->used & (queue->size - 1)];
}

static struct vring_packed_desc *packed_descriptor(const struct virtqueue *queue, uint32_t index)
{
	return (struct vring_packed_desc *)queue->descriptors + index % queue->size;
}

static struct vring_packed_desc_event *device_event(const struct virtqueue *queue)
{
	return (struct vring_packed_desc_event *)queue->device;
}

void virtqueue_start(struct virtqueue *queue, bool is_packed)
{
	queue->is_packed = is_packed;
	queue->next = 0;
	queue->used = 0;
	queue->wrap = true;
}

/* ---- the next buffer ---- */

static struct virtqueue_descriptor from_split(const struct vring_desc *at)
{
	return (struct virtqueue_descriptor){ at->addr, at->len, at->flags };
}

static bool next_of_split(const struct virtqueue *queue, struct virtqueue_buffer *buffer)
{
	const struct vring_avail *available = (const struct vring_avail *)queue->driver;
	const struct vring_desc *at;

	if (*(const volatile uint16_t *)&available->idx == queue->next)
		return false;
	buffer->id = available->ring[queue->next & (queue->size - 1)];
	at = split_descriptor(queue, buffer->id);
	buffer->first = from_split(at);
	for (buffer->count = 1; (at->flags & VRING_DESC_F_NEXT) && buffer->count < queue->size; buffer->count++)
		at = split_descriptor(queue, at->next);
	buffer->last = from_split(at);
	return true;
}

static struct virtqueue_descriptor from_packed(const struct vring_packed_desc *at)
{
	return (struct virtqueue_descriptor){ at->addr, at->len, at->flags };
}

/* The id of a buffer is in its last descriptor. */
static bool next_of_packed(const struct virtqueue *queue, struct virtqueue_buffer *buffer)
{
	const struct vring_packed_desc *at = packed_descriptor(queue, queue->next);
	const uint16_t flags = *(const volatile uint16_t *)&at->flags;

	if (!!(flags & PACKED_AVAILABLE) != queue->wrap || !!(flags & PACKED_USED) == queue->wrap)
		return false;
	buffer->first = from_packed(at);
	for (buffer->count = 1; (at->flags & VRING_DESC_F_NEXT) && buffer->count < queue->size; buffer->count++)
		at = packed_descriptor(queue, queue->next + buffer->count);
	buffer->last = from_packed(at);
	buffer->id = at->id;
	return true;
}

bool virtqueue_next(const struct virtqueue *queue, struct virtqueue_buffer *buffer)
{
	return queue->is_packed ? next_of_packed(queue, buffer) : next_of_split(queue, buffer);
}

/* ---- what it consists of ---- */

static void read_piece(const struct virtqueue *queue, struct virtqueue_piece *piece)
{
	if (queue->is_packed)
		piece->at = from_packed(piece->table ? (const struct vring_packed_desc *)piece->table + piece->index : packed_descriptor(queue, piece->index));
	else
		piece->at = from_split(piece->table ? (const struct vring_desc *)piece->table + piece->index : split_descriptor(queue, piece->index));
}

bool virtqueue_first(const struct virtqueue *queue, const struct virtqueue_buffer *buffer, struct virtqueue_piece *piece)
{
	_Static_assert(sizeof(struct vring_desc) == sizeof(struct vring_packed_desc), "one size");
	*piece = (struct virtqueue_piece){ .index = queue->is_packed ? queue->next : buffer->id, .left = buffer->count };
	if (buffer->first.flags & VRING_DESC_F_INDIRECT) {
		piece->table = (const void *)buffer->first.address;
		piece->index = 0;
		piece->left = buffer->first.length / sizeof(struct vring_desc);
		if (piece->left == 0)
			return false;
	}
	read_piece(queue, piece);
	return true;
}

bool virtqueue_another(const struct virtqueue *queue, struct virtqueue_piece *piece)
{
	if (--piece->left == 0)
		return false;
	if (queue->is_packed) {
		piece->index++;
	} else {
		const struct vring_desc *at = piece->table ? (const struct vring_desc *)piece->table + piece->index : split_descriptor(queue, piece->index);

		if (!(at->flags & VRING_DESC_F_NEXT))
			return false;
		piece->index = at->next;
	}
	read_piece(queue, piece);
	return true;
}

/* ---- giving it back ---- */

static void use_of_split(struct virtqueue *queue, const struct virtqueue_buffer *buffer, uint32_t written)
{
	used_element(queue)->id = buffer->id;
	used_element(queue)->len = written;
	queue->next++;
	queue->used++;
	*(volatile uint16_t *)&used_ring(queue)->idx = queue->used;
}

static void use_of_packed(struct virtqueue *queue, const struct virtqueue_buffer *buffer, uint32_t written)
{
	struct vring_packed_desc *at = packed_descriptor(queue, queue->next);
	const uint32_t next = (uint32_t)queue->next + buffer->count;

	at->id = buffer->id;
	at->len = written;
	*(volatile uint16_t *)&at->flags = (queue->wrap ? PACKED_AVAILABLE | PACKED_USED : 0) | (written ? VRING_DESC_F_WRITE : 0);
	queue->wrap ^= next >= queue->size;
	queue->next = next % queue->size;
}

void virtqueue_use(struct virtqueue *queue, const struct virtqueue_buffer *buffer, uint32_t written)
{
	const uint64_t *words[VIRTQUEUE_WORDS];
	unsigned int i, count = virtqueue_words(queue, words);

	for (i = 0; i < count; i++)
		device_touch(words[i], sizeof(*words[i]));
	device_touch(queue, sizeof(*queue));
	if (queue->is_packed)
		use_of_packed(queue, buffer, written);
	else
		use_of_split(queue, buffer, written);
}

/* ---- where it is done ---- */

static const uint64_t *word_of(const void *at)
{
	return (const uint64_t *)((uint64_t)at & -8ull);
}

unsigned int virtqueue_words(const struct virtqueue *queue, const uint64_t *words[VIRTQUEUE_WORDS])
{
	_Static_assert(offsetof(struct virtqueue, next) / 8 == offsetof(struct virtqueue, wrap) / 8, "one word");
	words[0] = word_of(&queue->next);
	if (queue->is_packed) {
		words[1] = word_of(&packed_descriptor(queue, queue->next)->len);
		return 2;
	}
	words[1] = word_of(&used_ring(queue)->idx);
	words[2] = word_of(&used_element(queue)->id);
	words[3] = word_of(&used_element(queue)->len);
	return 4;
}

const uint32_t *virtqueue_written(const struct virtqueue *queue)
{
	return queue->is_packed ? &packed_descriptor(queue, queue->next)->len : &used_element(queue)->len;
}

uint64_t virtqueue_given(const struct virtqueue *queue, const void **at)
{
	const struct vring_avail *available = (const struct vring_avail *)queue->driver;

	if (queue->is_packed) {
		*at = (const void *)queue->descriptors;
		return queue->size * sizeof(struct vring_packed_desc);
	}
	*at = &available->idx;
	return sizeof(available->idx);
}

uint16_t *virtqueue_suppression(const struct virtqueue *queue)
{
	return queue->is_packed ? &device_event(queue)->flags : &used_ring(queue)->flags;
}
