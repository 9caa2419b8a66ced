/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IPV4_H
#define IPV4_H

#include <stdint.h>

#include <rte_byteorder.h>
#include <rte_ether.h>
#include <rte_ip.h>

#include "bolt.h"

/*
 * Why ipv4_header() finds no usable IPv4 header. A network function's reasons
 * of its own begin behind the last of these, at IPV4_DROP_LAST - 1.
 */
enum ipv4_drop {
	IPV4_DROP_RUNT = -1,		/* shorter than an Ethernet header */
	IPV4_DROP_OTHER_TYPE = -2,	/* another EtherType */
	IPV4_DROP_TRUNCATED_HEADER = -3,	/* shorter than an IPv4 header */
	IPV4_DROP_VERSION = -4,
	IPV4_DROP_HEADER_LENGTH = -5,	/* less than 20 bytes */
	IPV4_DROP_TOTAL_LENGTH = -6,	/* less than the header's length */
	IPV4_DROP_TRUNCATED_PACKET = -7,	/* shorter than the total length */
	IPV4_DROP_LAST = IPV4_DROP_TRUNCATED_PACKET
};

/*
 * Returns the length of the IPv4 header that follows the Ethernet header of
 * @packet, options included: 20 to 60 bytes, all of them within @length. The
 * frame may be longer than the IPv4 packet in it (padding), never shorter.
 * Otherwise returns why not, an enum ipv4_drop, after marking the class of the
 * packet: the caller returns that number and marks nothing.
 *
 * The header's checksum is not verified: that is left to the network card, and
 * a wrong one stays wrong when a packet is forwarded.
 */
static inline int ipv4_header(const uint8_t *packet, uint16_t length)
{
	const struct rte_ether_hdr *ether = (const void *)packet;
	const struct rte_ipv4_hdr *ip = (const void *)(ether + 1);
	int room = length - (int)sizeof(*ether);
	int header;
	int total;

	if (room < 0) {
		bolt_class("runt frame");
		return IPV4_DROP_RUNT;
	}
	if (ether->ether_type != RTE_BE16(RTE_ETHER_TYPE_IPV4)) {
		bolt_class("not IPv4");
		return IPV4_DROP_OTHER_TYPE;
	}
	if (room < (int)sizeof(*ip)) {
		bolt_class("truncated header");
		return IPV4_DROP_TRUNCATED_HEADER;
	}
	if (ip->version_ihl >> 4 != 4) {
		bolt_class("bad version");
		return IPV4_DROP_VERSION;
	}
	header = (ip->version_ihl & 15) * 4;
	if (header < (int)sizeof(*ip)) {
		bolt_class("bad header length");
		return IPV4_DROP_HEADER_LENGTH;
	}

	total = rte_be_to_cpu_16(ip->total_length);
	if (total < header) {
		bolt_class("bad total length");
		return IPV4_DROP_TOTAL_LENGTH;
	}
	if (total > room) {
		bolt_class("truncated packet");
		return IPV4_DROP_TRUNCATED_PACKET;
	}
	return header;
}

#endif
