/* SPDX-License-Identifier: Apache-2.0 */
/* Flows: the TCP or UDP header of a packet, its key, and changes to its addresses and ports. */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rte_common.h>
#include <rte_ip.h>
#include <rte_tcp.h>
#include <rte_udp.h>

#include "bolt.h"
#include "checksum.h"
#include "constant_cost.h"
#include "hash.h"
#include "ipv4.h"

/* Why transport_header() finds no usable header, besides enum ipv4_drop. */
enum transport_drop {
	TRANSPORT_DROP_FRAGMENT = IPV4_DROP_LAST - 1,	/* ports are in the first fragment only */
	TRANSPORT_DROP_OTHER_PROTOCOL = IPV4_DROP_LAST - 2,
	TRANSPORT_DROP_TRUNCATED = IPV4_DROP_LAST - 3,	/* no room for the header */
	TRANSPORT_DROP_LAST = TRANSPORT_DROP_TRUNCATED
};

/*
 * Returns where in @packet the header of TCP or UDP begins: behind the options of
 * the IPv4 header, and all of it, TCP's own options aside, within @length and
 * within the IPv4 packet. Otherwise returns why not, an enum ipv4_drop or
 * transport_drop, after marking the class of the packet.
 */
static inline int transport_header(const uint8_t *packet, uint16_t length)
{
	const struct rte_ipv4_hdr *ip = (const void *)(packet + sizeof(struct rte_ether_hdr));
	int header = ipv4_header(packet, length);
	unsigned int known;
	unsigned int tcp;
	int size;

	if (header < 0)
		return header;
	if (ip->fragment_offset & RTE_BE16(RTE_IPV4_HDR_MF_FLAG | RTE_IPV4_HDR_OFFSET_MASK)) {
		bolt_class("fragment");
		return TRANSPORT_DROP_FRAGMENT;
	}

	/* Without a branch between the two, so that TCP and UDP cost the same. */
	tcp = ip->next_proto_id == IPPROTO_TCP;
	known = tcp | (ip->next_proto_id == IPPROTO_UDP);
	OPAQUE(tcp);
	OPAQUE(known);
	if (!known) {
		bolt_class("neither TCP nor UDP");
		return TRANSPORT_DROP_OTHER_PROTOCOL;
	}
	size = (int)(sizeof(struct rte_udp_hdr) + tcp * (sizeof(struct rte_tcp_hdr) - sizeof(struct rte_udp_hdr)));
	if (rte_be_to_cpu_16(ip->total_length) < header + size) {
		bolt_class("truncated TCP or UDP header");
		return TRANSPORT_DROP_TRUNCATED;
	}
	return (int)sizeof(struct rte_ether_hdr) + header;
}

/* What makes a flow, as it stands in a packet: two words, compared without a loop. */
struct flow_key {
	uint64_t addresses;	/* the source in the lower half */
	uint32_t ports;		/* likewise */
	uint32_t protocol;
};

static inline struct flow_key flow_key(const uint8_t *packet, int transport)
{
	const uint8_t *ip = packet + sizeof(struct rte_ether_hdr);
	struct flow_key key;

	key.addresses = *(const unaligned_uint64_t *)(ip + offsetof(struct rte_ipv4_hdr, src_addr));
	key.ports = *(const unaligned_uint32_t *)(packet + transport);
	key.protocol = ip[offsetof(struct rte_ipv4_hdr, next_proto_id)];
	return key;
}

static inline uint64_t flow_key_rest(const struct flow_key *key)
{
	return (uint64_t)key->protocol << 32 | key->ports;
}

static inline bool flow_equal(const void *a, const void *b)
{
	const struct flow_key *x = a;
	const struct flow_key *y = b;

	return ((x->addresses ^ y->addresses) | (flow_key_rest(x) ^ flow_key_rest(y))) == 0;
}

static inline uint32_t flow_hash(const void *key, uint32_t seed)
{
	const struct flow_key *k = key;

	return hash_words(k->addresses, flow_key_rest(k), seed);
}

static inline uint32_t flow_hash_colliding(const void *key, uint32_t seed)
{
	const struct flow_key *k = key;

	return hash_words_colliding(k->addresses, flow_key_rest(k), seed);
}

/*
 * Puts the checksum of the TCP or UDP header in place whose sum, that of the
 * pseudo-header included, has grown. A datagram without one stays without. TCP
 * and UDP cost the same: all is selected, nothing branches.
 */
static inline void transport_update_checksum(uint8_t *packet, int transport, uint32_t protocol, uint64_t growth)
{
	uint32_t udp = -(uint32_t)(protocol == IPPROTO_UDP);
	uint16_t *checksum;
	uint16_t before;
	uint16_t after;
	uint32_t none;

	OPAQUE(udp);
	checksum = (uint16_t *)(packet + transport + offsetof(struct rte_tcp_hdr, cksum) -
				(udp & (offsetof(struct rte_tcp_hdr, cksum) - offsetof(struct rte_udp_hdr, dgram_cksum))));
	before = *(unaligned_uint16_t *)checksum;
	after = checksum_updated(before, growth);
	/* Zero would say that there is none (RFC 768); all ones is the same sum. */
	after |= (uint16_t)(udp & -(uint32_t)(after == 0));
	none = udp & -(uint32_t)(before == 0);
	OPAQUE(none);
	*(unaligned_uint16_t *)checksum = (uint16_t)(after & ~none);
}

#endif
