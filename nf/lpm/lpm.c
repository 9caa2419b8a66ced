// SPDX-License-Identifier: Apache-2.0
/*
 * A router for IPv4 on DPDK's own table for longest prefixes: one lookup finds
 * prefixes of up to 24 bits, and leads to a second one where there are longer
 * prefixes. The options of a header are passed on as they are.
 *
 * Simplifications: nothing is answered with ICMP, and gateways' Ethernet
 * addresses are configured.
 */
#include <stdio.h>

#include <rte_errno.h>
#include <rte_lpm.h>

#include "bolt.h"
#include "constant_cost.h"
#include "ipv4.h"
#include "next_hop.h"
#include "nf.h"
#include "vector.h"

/* As many groups of 256 entries as there are routes: each has longer prefixes than 24 bits in one of them. */
#define ROUTES_MAX 256

enum drop {
	DROP_TTL = IPV4_DROP_LAST - 1,
	DROP_NO_ROUTE = IPV4_DROP_LAST - 2,
	DROP_NO_LONG_ROUTE = IPV4_DROP_LAST - 3,	/* none where there are prefixes of more than 24 bits */
};

static struct option_route routes[ROUTES_MAX];
static struct option_routes given = { .route = routes };

static struct rte_lpm *lpm;
static struct vector next_hops;	/* by number of route */

const char nf_description[] = "Routes IPv4 by the longest prefix, with DPDK's table.";

const struct nf_option nf_options[] = {
	{ "route", "PREFIX/LENGTH,PORT[,GATEWAY]",
	  "send what matches to PORT, to the Ethernet address GATEWAY\n"
	  "      (02:00:00:00:00:PORT unless given); at least one, at most 256 times",
	  OPTION_ROUTE, &given, 1, ROUTES_MAX },
	{ .name = NULL }
};

/* DPDK has no prefix of length 0: its two halves instead, below those that are there. */
static int add(const struct option_route *route, uint32_t hop)
{
	if (route->length > 0)
		return rte_lpm_add(lpm, route->prefix, route->length, hop);
	return rte_lpm_add(lpm, 0, 1, hop) || rte_lpm_add(lpm, 1u << 31, 1, hop);
}

/* Default routes first, for what is added later replaces the same prefix. */
static int add_routes(uint16_t ports)
{
	unsigned int pass;
	unsigned int i;

	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < given.count; i++) {
			if ((routes[i].length > 0) != (pass > 0))
				continue;
			if (next_hop_init(vector_at(&next_hops, i), routes[i].port, ports, &routes[i].gateway))
				return -1;
			if (add(&routes[i], i)) {
				fprintf(stderr, "route %u of the command line does not fit the table\n", i + 1);
				return -1;
			}
		}
	}
	return 0;
}

/*
 * The table as abstract state: an entry of the first part leads to any group of
 * the second, or is a route, or none.
 */
static void register_table(void)
{
	bolt_state("routes.tbl24", lpm->tbl24, sizeof(lpm->tbl24[0]), RTE_LPM_TBL24_NUM_ENTRIES,
		   "next_hop:u24 0..255, valid:u1, extended:u1, depth:u6");
	bolt_state("routes.tbl8", lpm->tbl8, sizeof(lpm->tbl8[0]), ROUTES_MAX * RTE_LPM_TBL8_GROUP_NUM_ENTRIES,
		   "next_hop:u24 0..255, valid:u1, extended:u1, depth:u6");
}

int nf_init(uint16_t ports)
{
	struct rte_lpm_config config = { .max_rules = 2 * ROUTES_MAX, .number_tbl8s = ROUTES_MAX };
	char spec[80];

	if (given.count == 0) {
		fprintf(stderr, "the router has no route: give it --route\n");
		return -1;
	}
	snprintf(spec, sizeof(spec), "addresses:[12], port:u32 0..%u", ports - 1);
	lpm = rte_lpm_create("routes", (int)rte_socket_id(), &config);
	if (!lpm || vector_init(&next_hops, "routes.nextHops", ROUTES_MAX, sizeof(struct next_hop), spec)) {
		fprintf(stderr, "no memory for the table of routes: %s\n", rte_strerror(rte_errno));
		return -1;
	}
	register_table();
	return add_routes(ports);
}

/* Whether the lookup of an address goes on in the second part: what rte_lpm_lookup() asks, so the compiler asks once. */
static inline bool has_second(uint32_t destination)
{
	const void *first = &lpm->tbl24[destination >> 8];

	return (*(const uint32_t *)first & RTE_LPM_VALID_EXT_ENTRY_BITMASK) == RTE_LPM_VALID_EXT_ENTRY_BITMASK;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	struct rte_ipv4_hdr *ip = (void *)(packet + sizeof(struct rte_ether_hdr));
	int header = ipv4_header(packet, length);
	const struct next_hop *hop;
	uint32_t destination;
	uint32_t number;

	(void)port;
	(void)now;

	if (header < 0)
		return header;
	if (ip->time_to_live <= 1) {
		bolt_class("TTL expired");
		return DROP_TTL;
	}
	destination = rte_be_to_cpu_32(ip->dst_addr);
	if (rte_lpm_lookup(lpm, destination, &number)) {
		bolt_class("no route");
		if (has_second(destination)) {
			bolt_pcv("routes.second");
			return DROP_NO_LONG_ROUTE;
		}
		return DROP_NO_ROUTE;
	}
	/* Which lookup it was; each way finds the next hop for itself: code of its own behind its mark. */
	if (has_second(destination)) {
		bolt_class("more than 24 bits");
		OWN_CODE("long", number);
		hop = vector_at(&next_hops, number);
		OWN_CODE("long prefix", hop);
	} else {
		bolt_class("at most 24 bits");
		OWN_CODE("short", number);
		hop = vector_at(&next_hops, number);
		OWN_CODE("short prefix", hop);
	}
	decrement_ttl(ip);
	next_hop_set(packet, hop);
	return (int)hop->port;
}
