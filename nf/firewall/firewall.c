// SPDX-License-Identifier: Apache-2.0
/*
 * A firewall between two ports: IPv4 packets without options pass to the other
 * port, everything else is dropped. IP options are what a firewall at the edge
 * of a network commonly refuses (RFC 7126 says for which of them, and why).
 */
#include <stdio.h>

#include <rte_byteorder.h>
#include <rte_ether.h>
#include <rte_ip.h>

#include "bolt.h"
#include "nf.h"

const char nf_description[] =
	"Forwards IPv4 packets without options from each of two ports to the other.";

const struct nf_option nf_options[] = { { .name = NULL } };

int nf_option(int letter, const char *argument)
{
	(void)letter;
	(void)argument;
	return -1;
}

int nf_init(uint16_t ports)
{
	if (ports != 2) {
		fprintf(stderr, "the firewall needs two ports, there are %u\n",
			ports);
		return -1;
	}
	return 0;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	const struct rte_ether_hdr *ether = (const void *)packet;
	const struct rte_ipv4_hdr *ip = (const void *)(ether + 1);
	unsigned int room;
	unsigned int header;
	unsigned int total;

	(void)now;

	if (length < sizeof(*ether)) {
		bolt_class("malformed");
		return NF_DROP;
	}
	if (ether->ether_type != RTE_BE16(RTE_ETHER_TYPE_IPV4)) {
		bolt_class("not IPv4");
		return NF_DROP;
	}
	room = length - sizeof(*ether);
	if (room < sizeof(*ip) || ip->version_ihl >> 4 != 4) {
		bolt_class("malformed");
		return NF_DROP;
	}

	/* The frame may be longer than the packet in it, never shorter. */
	header = (ip->version_ihl & 15u) * 4;
	total = rte_be_to_cpu_16(ip->total_length);
	if (header < sizeof(*ip) || total < header || total > room) {
		bolt_class("malformed");
		return NF_DROP;
	}
	if (header > sizeof(*ip)) {
		bolt_class("IPv4 with options");
		return NF_DROP;
	}
	bolt_class("forwarded");
	return port ^ 1;
}
