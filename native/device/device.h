/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Network cards without hardware. Each is a library of its own, preloaded into a
 * target behind the agent, that defines bolt_device; without one the agent's
 * reference to it is NULL. A device puts real packets where its hardware would
 * put them, and says which bits it wrote: these become symbols.
 *
 * A device runs in the target. From put() on no code of the target runs until
 * the agent's snapshot is taken, so put() and take() may write to its memory,
 * but must neither allocate nor use locks of the target. What they write to, the
 * device's own variables too, they tell with device_touch(), so that the target
 * can be made to go back.
 */
#ifndef BOLT_DEVICE_H
#define BOLT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

enum device_part_kind {
	DEVICE_FAULT = 0,	/* there is no packet; name says why, following "the device" */
	DEVICE_PACKET = 1,	/* the packet's bytes are at address; there is room for count of them */
	DEVICE_LENGTH = 2,	/* count bits, from bit first at address on, are the packet's length in bytes, and value more for headers before it */
	DEVICE_CHOSEN = 3,	/* count bits, from bit first at address on, are what the hardware chooses; name says what */
	DEVICE_BEFORE = 4,	/* the 8 bytes at address are value as long as the packet has not arrived; the device's own, too */
	DEVICE_STRANGE = 5,	/* the program used a register that the device does not have; name says which */
	DEVICE_NAME = 6,	/* name is what the device is called, value the port that it delivers to */
	DEVICE_STANDING = 7,	/* as DEVICE_CHOSEN, but whether or not a packet has arrived */
	DEVICE_EVENT = 8,	/* code that stores first bytes at least, at once, in the count bytes at address, does what name says */
};

#define DEVICE_PARTS_MOST 64	/* of one packet */
#define DEVICE_PACKETS_MOST 32	/* that arrive together */

/* The name of the event that the driver gives buffers to the device for packets to come. */
#define DEVICE_GIVING_BUFFERS "rx.rearm"

/* Sent as it is (wire.h). */
struct device_part {
	uint64_t kind;
	uint64_t address;
	uint64_t first;
	uint64_t count;
	uint64_t value;
	char name[88];		/* ends with a zero byte */
};

/* Where a packet is to arrive. */
struct device_arrival {
	uint64_t port;		/* counted as DPDK does; a device that knows the queue goes by that */
	uint64_t queue;		/* the first argument at the entry: the driver's queue, if it is a receive function */
	bool is_queue;		/* it is */
	uint64_t length;	/* in bytes */
	const uint8_t *packet;	/* NULL: any packet, of this length at most, that the analysis begins with */
	bool is_later;		/* the analysis has begun; the program runs on, and may be made to do all again */
};

/* Told a piece of a frame that the program has sent on a port, from the first to the last. */
typedef void (*device_sent)(unsigned int port, const void *piece, size_t size, bool is_last);

struct device {
	/* Before the program starts; the folder is the device's own, and empty; properties are NAME=VALUE,… */
	void (*set_up)(const char *folder, const char *properties);

	/* Sends what the program has given to the card on any port, in the order of ports; sent may be NULL. */
	void (*take)(device_sent sent);

	/* The value that the hardware would choose for a frame, of what is called so; NULL where it always chooses 0. */
	uint64_t (*tell)(const char *name, const uint8_t *frame, uint64_t length);

	/* Lets one packet arrive; the number of parts that are filled in, DEVICE_PARTS_MOST at most. */
	unsigned int (*put)(const struct device_arrival *arrival, struct device_part *parts);
};

/* Fills in a part, for use by devices; the next one. */
struct device_part *device_add(struct device_part *part, enum device_part_kind kind, const void *at, unsigned int first,
			       unsigned int count, const char *name);

/* Likewise DEVICE_BEFORE of the word that this is in, as it is now. */
struct device_part *device_add_before(struct device_part *part, const void *at);

/* Copies memory that need not be there; whether all of it is. For use by devices, too. */
bool device_peek(void *to, const void *from, size_t size);

/* Likewise some places of the same sizes, IOV_MAX at most, at the cost of one. */
bool device_peek_all(const struct iovec *to, const struct iovec *from, size_t count);

/* Some memory is being written to. For use by devices, too. */
void device_touch(const void *at, size_t size);

/* Who is told of it; NULL for nobody. */
extern void (*bolt_device_touched)(uint64_t address, uint64_t size) __attribute__((weak, visibility("default")));

extern const struct device bolt_device __attribute__((weak, visibility("default")));

#endif
