// SPDX-License-Identifier: Apache-2.0
/*
 * A firewall between two ports: IPv4 packets without options pass to the other
 * port, everything else is dropped. IP options are what a firewall at the edge
 * of a network commonly refuses (RFC 7126 says for which of them, and why).
 */
#include <stdio.h>

#include "bolt.h"
#include "ipv4.h"
#include "nf.h"

const char nf_description[] =
	"Forwards IPv4 packets without options from each of two ports to the other.";

const struct nf_option nf_options[] = { { .name = NULL } };

enum drop {
	DROP_OPTIONS = IPV4_DROP_LAST - 1,
};

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
	int header = ipv4_header(packet, length);

	(void)now;

	if (header < 0)
		return header;
	if (header > (int)sizeof(struct rte_ipv4_hdr)) {
		bolt_class("IPv4 with options");
		return DROP_OPTIONS;
	}
	bolt_class("forwarded");
	return port ^ 1;
}
