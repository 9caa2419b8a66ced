/* SPDX-License-Identifier: Apache-2.0 */
/* Packets that a device (device/device.h) delivers; see agent.h. */
#include <stdlib.h>

#include "agent.h"

/* What arrives before the analysis begins: an IPv4 packet with UDP and no payload, as short as Ethernet has it. */
static const uint8_t frame[60] = {
	0x02, 0, 0, 0, 1, 0,	0x02, 0, 0, 0, 2, 0,	0x08, 0x00,
	0x45, 0, 0, 28, 0, 0, 0x40, 0, 64, 17, 0x26, 0xcf, 10, 0, 0, 1, 10, 0, 0, 2,
	0x10, 0, 0x10, 1, 0, 8, 0, 0,
};

static bool present;
static uint64_t port, longest;
static struct device_part parts[DEVICE_PARTS_MOST];

void arrival_set_up(const char *folder, const char *of_port, const char *longest_packet, const char *properties)
{
	if (!folder || !&bolt_device)
		return;
	present = true;
	port = of_port ? strtoull(of_port, NULL, 16) : 0;
	longest = longest_packet ? strtoull(longest_packet, NULL, 16) : 0;
	bolt_device.set_up(folder, properties ? properties : "");
}

void arrival_feed(uint64_t queue)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), sizeof(frame), frame };

	if (!present)
		return;
	bolt_device.take();
	bolt_device.put(&arrival, parts);
}

unsigned int arrival_offer(uint64_t queue, const struct device_part **offered)
{
	const struct device_arrival arrival = { port, queue, place_names_queues(), longest, NULL };

	*offered = parts;
	if (!present)
		return 0;
	bolt_device.take();
	return bolt_device.put(&arrival, parts);
}
