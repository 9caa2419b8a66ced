/* SPDX-License-Identifier: Apache-2.0 */
/* Packets that a device (device/device.h) delivers; see agent.h. */
#define _GNU_SOURCE
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

#include "agent.h"
#include "memory.h"
#include "saved.h"

/* What arrives before the analysis begins: an IPv4 packet with UDP and no payload, as short as Ethernet has it. */
static const uint8_t frame[60] = {
	0x02, 0, 0, 0, 1, 0,	0x02, 0, 0, 0, 2, 0,	0x08, 0x00,
	0x45, 0, 0, 28, 0, 0, 0x40, 0, 64, 17, 0x26, 0xcf, 10, 0, 0, 1, 10, 0, 0, 2,
	0x10, 0, 0x10, 1, 0, 8, 0, 0,
};

/* The time stamp counter, and the time in nanoseconds, when the program started. */
static uint64_t first_stamp, first_time;

/* The same counter when the analysis began. */
static uint64_t offered_stamp;

static bool present;
static uint64_t port, longest, together = 1;

/* What the analysis began with, packet by packet, and how many of them are the first packet's; what came later. */
static struct device_part offered_parts[DEVICE_PACKETS_MOST * DEVICE_PARTS_MOST], parts[DEVICE_PARTS_MOST];
static unsigned int first_count;

static uint64_t time_now(void)
{
	struct timespec now;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t arrival_since(void)
{
	return present ? __rdtsc() - offered_stamp : 0;
}

uint64_t arrival_ticks(uint64_t nanoseconds)
{
	uint64_t stamps = __rdtsc() - first_stamp, time = time_now() - first_time;

	return time ? (uint64_t)((unsigned __int128)nanoseconds * stamps / time) : 0;
}

void arrival_set_up(const char *folder, const char *of_port, const char *longest_packet, const char *packets, const char *properties)
{
	if (!folder || !&bolt_device)
		return;
	present = true;
	first_stamp = __rdtsc();
	first_time = time_now();
	port = of_port ? strtoull(of_port, NULL, 16) : 0;
	longest = longest_packet ? strtoull(longest_packet, NULL, 16) : 0;
	together = packets ? strtoull(packets, NULL, 16) : 1;
	bolt_device.set_up(folder, properties ? properties : "");
}

void arrival_feed(uint64_t queue)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), sizeof(frame), frame, false };

	if (!present)
		return;
	bolt_device.take(NULL);
	bolt_device.put(&arrival, parts);
}

static bool is_fault(const struct device_part *of, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (of[i].kind == DEVICE_FAULT)
			return true;
	}
	return count == 0;
}

unsigned int arrival_offer(uint64_t queue, const struct device_part **offered)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), longest, NULL, false };
	unsigned int i, last = 0, count = 0;

	*offered = offered_parts;
	if (!present)
		return 0;
	bolt_device.take(NULL);
	for (i = 0; i < together && i < DEVICE_PACKETS_MOST && !(i > 0 && is_fault(&offered_parts[count - last], last)); i++) {
		last = bolt_device.put(&arrival, &offered_parts[count]);
		count += last;
		if (i == 0)
			first_count = last;
	}
	offered_stamp = __rdtsc();
	return count;
}

/* A frame, as it is told; the kernel reads its pieces, as a program may send from where nothing is. */
static struct {
	uint64_t port;
	uint8_t bytes[WIRE_SENT_MOST];
} frame_sent;
static size_t size_sent;
static void (*tell_sent)(enum wire_kind kind, const void *from, uint32_t length);

static void note_sent(unsigned int port_sent, const void *piece, size_t size, bool is_last)
{
	size_t room = sizeof(frame_sent.bytes) - size_sent, part = size < room ? size : room;

	size_sent += memory_read(frame_sent.bytes + size_sent, (uint64_t)piece, part);
	if (!is_last)
		return;
	frame_sent.port = port_sent;
	tell_sent(WIRE_SENT, &frame_sent, offsetof(typeof(frame_sent), bytes) + size_sent);
	size_sent = 0;
}

void arrival_take(void (*tell)(enum wire_kind kind, const void *from, uint32_t length))
{
	if (!present)
		return;
	bolt_device_touched = saved_touch;
	tell_sent = tell;
	size_sent = 0;	/* of a frame that a run has left unfinished */
	bolt_device.take(note_sent);
}

static void choose(const struct device_part *part, uint64_t value)
{
	uint64_t mask = (part->count < 64 ? (1ull << part->count) - 1 : -1ull) << part->first;
	uint64_t *word = (uint64_t *)part->address;

	saved_touch(part->address, sizeof(*word));
	*word = (*word & ~mask) | ((value << part->first) & mask);
}

static void choose_all(const struct device_part *of, unsigned int of_count, enum device_part_kind kind, const uint64_t *values, uint64_t count)
{
	unsigned int i;

	for (i = 0; i < of_count && count > 0; i++) {
		if (of[i].kind != kind)
			continue;
		choose(&of[i], *values++);
		count--;
	}
}

void arrival_stand(const uint64_t *values, uint64_t count)
{
	choose_all(offered_parts, first_count, DEVICE_STANDING, values, count);
}

void arrival_tell(const uint64_t *of, void (*tell)(enum wire_kind kind, const void *from, uint32_t length))
{
	uint64_t told[DEVICE_PARTS_MOST];
	unsigned int i, count = 0;

	for (i = 0; present && i < first_count; i++) {
		if (offered_parts[i].kind == DEVICE_CHOSEN)
			told[count++] = bolt_device.tell ? bolt_device.tell(offered_parts[i].name, (const uint8_t *)(of + 1), of[0]) : 0;
	}
	tell(WIRE_TOLD, told, count * sizeof(told[0]));
}

bool arrival_next(uint64_t queue, const uint8_t *packet, uint64_t length, const uint64_t *values, uint64_t count)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), length, packet, true };
	unsigned int put;

	if (!present)
		return false;
	put = bolt_device.put(&arrival, parts);
	choose_all(parts, put, DEVICE_CHOSEN, values, count);
	return !is_fault(parts, put);
}
