// SPDX-License-Identifier: Apache-2.0
/*
 * A router for IPv4 on a Patricia trie (prefix_trie.h). The options of a header
 * are passed on as they are.
 *
 * Simplifications: nothing is answered with ICMP, and gateways' Ethernet
 * addresses are configured.
 */
#include <stdio.h>

#include "bolt.h"
#include "ipv4.h"
#include "next_hop.h"
#include "nf.h"
#include "prefix_trie.h"
#include "vector.h"

#define ROUTES_MAX 1024

enum drop {
	DROP_TTL = IPV4_DROP_LAST - 1,
	DROP_NO_ROUTE = IPV4_DROP_LAST - 2,
};

static struct option_route routes[ROUTES_MAX];
static struct option_routes given = { .route = routes };

static struct trie trie;
static struct vector next_hops;	/* by number of route */

const char nf_description[] = "Routes IPv4 by the longest prefix, with a Patricia trie.";

const struct nf_option nf_options[] = {
	{ "route", "PREFIX/LENGTH,PORT[,GATEWAY]",
	  "send what matches to PORT, to the Ethernet address GATEWAY\n"
	  "      (02:00:00:00:00:PORT unless given); at least one, at most 1024 times",
	  OPTION_ROUTE, &given, 1, ROUTES_MAX },
	{ .name = NULL }
};

int nf_init(uint16_t ports)
{
	char spec[80];
	unsigned int i;

	if (given.count == 0) {
		fprintf(stderr, "the router has no route: give it --route\n");
		return -1;
	}
	snprintf(spec, sizeof(spec), "addresses:[12], port:u32 0..%u", ports - 1);
	if (trie_init(&trie, "routes", ROUTES_MAX, ROUTES_MAX) ||
	    vector_init(&next_hops, "routes.nextHops", ROUTES_MAX, sizeof(struct next_hop), spec)) {
		fprintf(stderr, "no memory for the table of routes\n");
		return -1;
	}
	for (i = 0; i < given.count; i++) {
		if (next_hop_init(vector_at(&next_hops, i), routes[i].port, ports, &routes[i].gateway))
			return -1;
		trie_insert(&trie, routes[i].prefix, routes[i].length, i);
	}
	return 0;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	struct rte_ipv4_hdr *ip = (void *)(packet + sizeof(struct rte_ether_hdr));
	int header = ipv4_header(packet, length);
	const struct next_hop *hop;
	uint32_t number;

	(void)port;
	(void)now;

	if (header < 0)
		return header;
	if (ip->time_to_live <= 1) {
		bolt_class("TTL expired");
		return DROP_TTL;
	}
	number = trie_lookup(&trie, rte_be_to_cpu_32(ip->dst_addr));
	if (number >= ROUTES_MAX) {
		bolt_class("no route");
		return DROP_NO_ROUTE;
	}
	bolt_class("forwarded");
	hop = vector_at(&next_hops, number);
	decrement_ttl(ip);
	next_hop_set(packet, hop);
	return (int)hop->port;
}
