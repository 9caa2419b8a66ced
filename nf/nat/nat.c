// SPDX-License-Identifier: Apache-2.0
/*
 * A network address translator for TCP and UDP between port 0, inside, and port
 * 1, outside. A flow from inside gets a port of the one address that there is
 * outside; what comes back to it from the same place is translated back,
 * anything else from outside is dropped (RFC 4787 calls that address- and
 * port-dependent). A flow without packets for a while is forgotten.
 *
 * Both directions do the same to a packet, one to its source and the other to its
 * destination, by the same code at the same cost.
 *
 * Simplifications: fragments and ICMP are dropped, there is one outside address,
 * and gateways' Ethernet addresses are configured.
 */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "bolt.h"
#include "dchain.h"
#include "double_map.h"
#include "expiry.h"
#include "next_hop.h"
#include "nf.h"
#include "slots.h"
#include "transport.h"

#define OUTSIDE 1

#define PORTS 65536
#define NANOSECONDS_PER_MICROSECOND 1000

enum drop {
	DROP_NEW_EXTERNAL = TRANSPORT_DROP_LAST - 1,
	DROP_TABLE_FULL = TRANSPORT_DROP_LAST - 2,
};

/* What one direction writes into a packet. */
struct endpoint {
	uint32_t address;
	uint16_t port;
	uint16_t unused;
};

struct flow {
	struct flow_key inside;		/* as it comes from inside */
	struct flow_key outside;	/* as what comes back to it */
	struct endpoint rewritten[2];	/* by the port where a packet comes in */
};

#define FLOW_SPEC "inside:[16], outside:[16], rewritten:[16]"

static uint64_t capacity = 32768;
static uint64_t first_port = 32768;
static uint64_t lifetime = 10000000;
static uint64_t seed;
static bool collide;
static uint32_t outside_address;
static struct rte_ether_addr gateways[2] = {
	{ { 2, 0, 0, 0, 0, 0 } },
	{ { 2, 0, 0, 0, 0, 1 } },
};

/* Built with -DALLOCATOR_B, it has allocator B, to be compared with allocator A: bolt bench cases allocator. */
#ifdef ALLOCATOR_B
static struct slots ages;
#define ages_init slots_init
#define ages_allocate slots_allocate
#define ages_touch slots_rejuvenate
#define ages_expire expire_double_map_slots
#else
static struct dchain ages;
#define ages_init dchain_init
#define ages_allocate dchain_allocate
#define ages_touch dchain_touch
#define ages_expire expire_double_map
#endif

static struct double_map flows;
static struct next_hop next_hops[2];	/* by the port where a packet comes in */

const char nf_description[] =
	"Translates addresses of TCP and UDP between port 0, inside, and port 1, outside.";

const struct nf_option nf_options[] = {
	{ "address", "ADDRESS", "the IPv4 address outside; must be given", OPTION_ADDRESS, .to = &outside_address },
	{ "flows", "N", "how many flows at once, a power of two (32768)", OPTION_POWER_OF_TWO, &capacity, 1, PORTS },
	{ "first-port", "N", "outside, flows have the ports from this one on (32768)",
	  OPTION_NUMBER, &first_port, 0, PORTS - 1 },
	{ "lifetime", "MICROSECONDS", "how long a flow lives without a packet (10000000)",
	  OPTION_NUMBER, &lifetime, 1, UINT32_MAX },
	{ "inside-gateway", "MAC", "where packets to inside go (02:00:00:00:00:00)", OPTION_ETHER, .to = &gateways[0] },
	{ "outside-gateway", "MAC", "where packets to outside go (02:00:00:00:00:01)",
	  OPTION_ETHER, .to = &gateways[1] },
	{ "seed", "N", "of the hash; unpredictable unless given", OPTION_NUMBER, &seed, 1, UINT32_MAX },
	{ "collide", NULL, "give every key the same hash: the worst case, for measuring", OPTION_FLAG, .to = &collide },
	{ .name = NULL }
};

int nf_init(uint16_t ports)
{
	struct double_map_config config = {
		.instance = "flows",
		.capacity = (uint32_t)capacity,
		.value_size = sizeof(struct flow),
		.value_spec = FLOW_SPEC,
		.key_size = sizeof(struct flow_key),
		.key_a = offsetof(struct flow, inside),
		.key_b = offsetof(struct flow, outside),
		.seed = seed ? (uint32_t)seed : option_random_seed(),
		.equal = flow_equal,
		.hash = collide ? flow_hash_colliding : flow_hash,
	};

	if (ports != 2) {
		fprintf(stderr, "the NAT needs two ports, there are %u\n", ports);
		return -1;
	}
	if (outside_address == 0) {
		fprintf(stderr, "the NAT has no address outside: give it --address\n");
		return -1;
	}
	if (first_port + capacity > PORTS) {
		fprintf(stderr, "there are no %" PRIu64 " ports from %" PRIu64 " on for as many flows\n", capacity,
			first_port);
		return -1;
	}
	if (next_hop_init(&next_hops[0], 1, ports, &gateways[1]) ||
	    next_hop_init(&next_hops[1], 0, ports, &gateways[0]))
		return -1;
	if (double_map_init(&flows, &config) || ages_init(&ages, "flows", (uint32_t)capacity)) {
		fprintf(stderr, "no memory for %" PRIu64 " flows\n", capacity);
		return -1;
	}
	lifetime *= NANOSECONDS_PER_MICROSECOND;
	return 0;
}

static void add_flow(uint32_t index, const struct flow_key *key)
{
	struct flow *flow = double_map_value(&flows, index);
	uint16_t port = rte_cpu_to_be_16((uint16_t)(first_port + index));

	flow->inside = *key;
	flow->outside.addresses = (uint64_t)outside_address << 32 | key->addresses >> 32;
	flow->outside.ports = (uint32_t)port << 16 | key->ports >> 16;
	flow->outside.protocol = key->protocol;
	flow->rewritten[0].address = outside_address;
	flow->rewritten[0].port = port;
	flow->rewritten[1].address = (uint32_t)key->addresses;
	flow->rewritten[1].port = (uint16_t)key->ports;
	double_map_put(&flows, index);
}

/* Rewrites the source of what came in at port 0, the destination of what came in at port 1. */
static int translate(uint8_t *packet, int transport, uint32_t in, uint32_t index)
{
	struct rte_ipv4_hdr *ip = (void *)(packet + sizeof(struct rte_ether_hdr));
	const struct flow *flow = double_map_value(&flows, index);
	const struct endpoint *endpoint = &flow->rewritten[in];
	unaligned_uint32_t *address = (unaligned_uint32_t *)((uint8_t *)ip + offsetof(struct rte_ipv4_hdr, src_addr)) + in;
	unaligned_uint16_t *port = (unaligned_uint16_t *)(packet + transport) + in;
	uint64_t growth = checksum_growth32(*address, endpoint->address);

	*address = endpoint->address;
	ip->hdr_checksum = checksum_updated(ip->hdr_checksum, growth);
	growth += checksum_growth16(*port, endpoint->port);
	*port = endpoint->port;
	transport_update_checksum(packet, transport, ip->next_proto_id, growth);
	next_hop_set(packet, &next_hops[in]);
	return (int)next_hops[in].port;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	struct flow_key key;
	uint32_t index;
	int transport;

	ages_expire(&ages, &flows, expiry_limit(now, lifetime));

	transport = transport_header(packet, length);
	if (transport < 0)
		return transport;
	key = flow_key(packet, transport);
	if (!double_map_get(&flows, port, &key, &index)) {
		if (port == OUTSIDE) {
			bolt_class("new external");
			return DROP_NEW_EXTERNAL;
		}
		if (!ages_allocate(&ages, now, &index)) {
			bolt_class("new internal and table full");
			return DROP_TABLE_FULL;
		}
		bolt_class("new internal");
		add_flow(index, &key);
		return translate(packet, transport, 0, index);
	}
	bolt_class("known flow");
	ages_touch(&ages, index, now);
	return translate(packet, transport, port, index);
}
