/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Internet checksums updated by what changes (RFC 1624, equation 3), at a cost
 * that does not depend on the packet. Words are taken in the byte order of this
 * machine: the sum does not mind (RFC 1071).
 *
 * Growths are added up first, at most 2^48, and put in place at once.
 */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stdint.h>

/* What the sum grows by when a word, at an even position, changes. */
static inline uint64_t checksum_growth32(uint32_t before, uint32_t after)
{
	return (uint64_t)after + (uint32_t)~before;
}

static inline uint64_t checksum_growth16(uint16_t before, uint16_t after)
{
	return (uint64_t)after + (uint16_t)~before;
}

/* The checksum of a packet whose sum has grown. */
static inline uint16_t checksum_updated(uint16_t checksum, uint64_t growth)
{
	uint64_t sum = growth + (uint16_t)~checksum;

	sum = (sum >> 32) + (uint32_t)sum;
	sum = (sum >> 16) + (uint16_t)sum;
	sum = (sum >> 16) + (uint16_t)sum;
	sum = (sum >> 16) + (uint16_t)sum;
	return (uint16_t)~sum;
}

#endif
