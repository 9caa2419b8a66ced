/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IPV4_H
#define IPV4_H

#include <stdint.h>

#include <rte_byteorder.h>
#include <rte_ether.h>
#include <rte_ip.h>

/* What ipv4_header() says of a frame that holds no usable IPv4 header. */
#define IPV4_ABSENT (-1)	/* another EtherType */
#define IPV4_MALFORMED (-2)	/* too short, or its lengths contradict */

/*
 * Returns the length of the IPv4 header that follows the Ethernet header of
 * @packet, options included: 20 to 60 bytes, all of them within @length. The
 * frame may be longer than the IPv4 packet in it (padding), never shorter.
 *
 * The header's checksum is not verified: that is left to the network card, and
 * a wrong one stays wrong when a packet is forwarded.
 */
static inline int ipv4_header(const uint8_t *packet, uint16_t length)
{
	const struct rte_ether_hdr *ether = (const void *)packet;
	const struct rte_ipv4_hdr *ip = (const void *)(ether + 1);
	unsigned int header;
	unsigned int total;
	unsigned int room;

	if (length < sizeof(*ether))
		return IPV4_MALFORMED;
	if (ether->ether_type != RTE_BE16(RTE_ETHER_TYPE_IPV4))
		return IPV4_ABSENT;
	room = length - sizeof(*ether);
	if (room < sizeof(*ip) || ip->version_ihl >> 4 != 4)
		return IPV4_MALFORMED;

	header = (ip->version_ihl & 15u) * 4;
	total = rte_be_to_cpu_16(ip->total_length);
	if (header < sizeof(*ip) || total < header || total > room)
		return IPV4_MALFORMED;
	return header;
}

#endif
