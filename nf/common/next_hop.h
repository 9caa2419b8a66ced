/* SPDX-License-Identifier: Apache-2.0 */
/* Where packets go next, and what a router does to one on its way there. */
#ifndef NEXT_HOP_H
#define NEXT_HOP_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <rte_ethdev.h>
#include <rte_ether.h>
#include <rte_ip.h>

#include "checksum.h"

struct next_hop {
	uint64_t head;	/* the first 8 of the 12 bytes of Ethernet addresses */
	uint32_t tail;	/* the other 4 */
	uint32_t port;
};

/* Returns 0, or -1 after saying why on standard error: there are only @ports. */
static inline int next_hop_init(struct next_hop *hop, uint16_t port, uint16_t ports,
				const struct rte_ether_addr *gateway)
{
	struct rte_ether_addr addresses[2];

	if (port >= ports) {
		fprintf(stderr, "a route leads to port %u, there are %u ports\n", port, ports);
		return -1;
	}
	rte_ether_addr_copy(gateway, &addresses[0]);
	if (rte_eth_macaddr_get(port, &addresses[1])) {
		fprintf(stderr, "port %u has no Ethernet address\n", port);
		return -1;
	}
	hop->port = port;
	memcpy(&hop->head, addresses, 8);
	memcpy(&hop->tail, (const uint8_t *)addresses + 8, 4);
	return 0;
}

static inline void next_hop_set(uint8_t *packet, const struct next_hop *hop)
{
	memcpy(packet, &hop->head, 8);
	memcpy(packet + 8, &hop->tail, 4);
}

/* One hop less to live, for a header with at least one; the lower half of its word. */
static inline void decrement_ttl(struct rte_ipv4_hdr *ip)
{
	ip->time_to_live--;
	ip->hdr_checksum = checksum_updated(ip->hdr_checksum, 0xffff - 1);
}

#endif
