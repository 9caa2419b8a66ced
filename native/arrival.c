/* SPDX-License-Identifier: Apache-2.0 */
/* Packets that a device (device/device.h) delivers; see agent.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

#include "agent.h"
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
static uint64_t port, longest;
static struct device_part parts[DEVICE_PARTS_MOST];
static unsigned int part_count;

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

void arrival_set_up(const char *folder, const char *of_port, const char *longest_packet, const char *properties)
{
	if (!folder || !&bolt_device)
		return;
	present = true;
	first_stamp = __rdtsc();
	first_time = time_now();
	port = of_port ? strtoull(of_port, NULL, 16) : 0;
	longest = longest_packet ? strtoull(longest_packet, NULL, 16) : 0;
	bolt_device.set_up(folder, properties ? properties : "");
}

void arrival_feed(uint64_t queue)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), sizeof(frame), frame, false };

	if (!present)
		return;
	bolt_device.take();
	bolt_device.put(&arrival, parts);
}

unsigned int arrival_offer(uint64_t queue, const struct device_part **offered)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), longest, NULL, false };

	*offered = parts;
	if (!present)
		return 0;
	bolt_device.take();
	part_count = bolt_device.put(&arrival, parts);
	offered_stamp = __rdtsc();
	return part_count;
}

void arrival_take(void)
{
	if (!present)
		return;
	bolt_device_touched = saved_touch;
	bolt_device.take();
}

bool arrival_next(uint64_t queue, const uint8_t *packet, uint64_t length)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), length, packet, true };
	unsigned int i;

	if (!present)
		return false;
	arrival_take();
	part_count = bolt_device.put(&arrival, parts);
	for (i = 0; i < part_count; i++) {
		if (parts[i].kind == DEVICE_FAULT)
			return false;
	}
	return part_count > 0;
}

static void choose(const struct device_part *part, uint64_t value)
{
	uint64_t mask = (part->count < 64 ? (1ull << part->count) - 1 : -1ull) << part->first;
	uint64_t *word = (uint64_t *)part->address;

	saved_touch(part->address, sizeof(*word));
	*word = (*word & ~mask) | ((value << part->first) & mask);
}

void arrival_choose(const uint64_t *values, uint64_t count, bool waits)
{
	unsigned int i;

	for (i = 0; i < part_count && count > 0; i++) {
		if (parts[i].kind != DEVICE_CHOSEN && parts[i].kind != DEVICE_STANDING)
			continue;
		if (waits || parts[i].kind == DEVICE_STANDING)
			choose(&parts[i], *values);
		values++;
		count--;
	}
}
