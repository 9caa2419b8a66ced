// SPDX-License-Identifier: Apache-2.0
/*
 * A load balancer for TCP and UDP. Clients' packets come in at port 0 and go to
 * one of the backends behind port 1: the one that has had the flow before, or
 * else the one that consistent hashing chooses among those alive (maglev.h). The
 * destination becomes the backend's; it answers by another way.
 *
 * Every TCP or UDP packet from a backend is a heartbeat: it says that the
 * backend with its source address is alive, and is dropped. A backend that has
 * not been heard of for a while is dead, and its flows go to others.
 *
 * Simplification: a backend that takes a dead one's place in the table takes over
 * the flows that have not had a packet meanwhile.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bolt.h"
#include "dchain.h"
#include "expiry.h"
#include "maglev.h"
#include "map.h"
#include "next_hop.h"
#include "nf.h"
#include "transport.h"
#include "vector.h"

#define BACKEND_SIDE 1
#define NANOSECONDS_PER_MICROSECOND 1000

enum drop {
	DROP_HEARTBEAT_KNOWN = TRANSPORT_DROP_LAST - 1,
	DROP_HEARTBEAT_NEW = TRANSPORT_DROP_LAST - 2,
	DROP_HEARTBEAT_FULL = TRANSPORT_DROP_LAST - 3,
	DROP_NO_BACKEND = TRANSPORT_DROP_LAST - 4,
	DROP_NO_BACKEND_LEFT = TRANSPORT_DROP_LAST - 5,
};

struct flow {
	struct flow_key key;
	uint32_t backend;
	uint32_t unused;
};

struct backend {
	uint64_t address;	/* in network byte order, the upper half 0 */
	uint64_t mac;		/* the first byte lowest */
};

static uint64_t flow_capacity = 65536;
static uint64_t backend_capacity = 32;
static uint64_t rows = 997;
static uint64_t flow_lifetime = 10000000;
static uint64_t backend_lifetime = 60000000;
static uint64_t seed;
static bool collide;

static struct map flow_map;
static struct dchain flow_ages;
static struct vector flows;

static struct map backend_map;
static struct dchain backend_ages;
static struct vector backends;
static struct maglev choice;

static uint64_t own_mac;	/* of port 1, the first byte lowest */

const char nf_description[] =
	"Balances TCP and UDP flows from port 0 over the backends that send heartbeats to port 1.";

const struct nf_option nf_options[] = {
	{ "flows", "N", "how many flows at once, a power of two (65536)",
	  OPTION_POWER_OF_TWO, &flow_capacity, 1, 1 << 24 },
	{ "backends", "N", "how many backends at once (32)", OPTION_NUMBER, &backend_capacity, 1, 4096 },
	{ "rows", "PRIME", "of the table for consistent hashing, more than backends (997)",
	  OPTION_NUMBER, &rows, 2, 1 << 20 },
	{ "flow-lifetime", "MICROSECONDS", "how long a flow lives without a packet (10000000)",
	  OPTION_NUMBER, &flow_lifetime, 1, UINT32_MAX },
	{ "backend-lifetime", "MICROSECONDS", "how long a backend lives without a heartbeat (60000000)",
	  OPTION_NUMBER, &backend_lifetime, 1, UINT32_MAX },
	{ "seed", "N", "of the hash; unpredictable unless given", OPTION_NUMBER, &seed, 1, UINT32_MAX },
	{ "collide", NULL, "give every key the same hash: the worst case, for measuring", OPTION_FLAG, .to = &collide },
	{ .name = NULL }
};

static bool address_equal(const void *a, const void *b)
{
	return *(const uint64_t *)a == *(const uint64_t *)b;
}

static uint32_t address_hash(const void *key, uint32_t hash_seed)
{
	return hash_words(*(const uint64_t *)key, 0, hash_seed);
}

static uint32_t address_hash_colliding(const void *key, uint32_t hash_seed)
{
	return hash_words_colliding(*(const uint64_t *)key, 0, hash_seed);
}

static int init_flows(uint32_t hash_seed)
{
	struct map_config config = {
		.region = "flows.map",
		.capacity = 2 * (uint32_t)flow_capacity,
		.values = (uint32_t)flow_capacity,
		.key_size = sizeof(struct flow_key),
		.seed = hash_seed,
		.equal = flow_equal,
		.hash = collide ? flow_hash_colliding : flow_hash,
	};
	char spec[80];

	snprintf(spec, sizeof(spec), "key:[16], backend:u32 0..%" PRIu64 ", -4", backend_capacity - 1);
	return map_init(&flow_map, &config) || dchain_init(&flow_ages, "flows", (uint32_t)flow_capacity) ||
	       vector_init(&flows, "flows.values", (uint32_t)flow_capacity, sizeof(struct flow), spec);
}

static int init_backends(uint32_t hash_seed)
{
	uint32_t capacity = 2;
	struct map_config config = {
		.region = "backends.map",
		.values = (uint32_t)backend_capacity,
		.key_size = sizeof(uint64_t),
		.seed = hash_seed,
		.equal = address_equal,
		.hash = collide ? address_hash_colliding : address_hash,
	};

	while (capacity < 2 * backend_capacity)
		capacity *= 2;
	config.capacity = capacity;
	return map_init(&backend_map, &config) || dchain_init(&backend_ages, "backends", (uint32_t)backend_capacity) ||
	       vector_init(&backends, "backends.values", (uint32_t)backend_capacity, sizeof(struct backend),
			   "address:u64 0..4294967295, mac:u64 0..281474976710655");
}

int nf_init(uint16_t ports)
{
	uint32_t hash_seed = seed ? (uint32_t)seed : option_random_seed();
	struct rte_ether_addr address;

	if (ports != 2) {
		fprintf(stderr, "the balancer needs two ports, there are %u\n", ports);
		return -1;
	}
	if (rte_eth_macaddr_get(BACKEND_SIDE, &address)) {
		fprintf(stderr, "port %u has no Ethernet address\n", BACKEND_SIDE);
		return -1;
	}
	memcpy(&own_mac, &address, sizeof(address));
	if (maglev_init(&choice, "backends", (uint32_t)backend_capacity, (uint32_t)rows)) {
		fprintf(stderr, "--rows %" PRIu64 ": not a prime above the number of backends, or no memory\n", rows);
		return -1;
	}
	if (init_flows(hash_seed) || init_backends(hash_seed)) {
		fprintf(stderr, "no memory for %" PRIu64 " flows and %" PRIu64 " backends\n", flow_capacity,
			backend_capacity);
		return -1;
	}
	flow_lifetime *= NANOSECONDS_PER_MICROSECOND;
	backend_lifetime *= NANOSECONDS_PER_MICROSECOND;
	return 0;
}

static inline uint64_t mac_at(const uint8_t *bytes)
{
	return *(const unaligned_uint32_t *)bytes |
	       (uint64_t)*(const unaligned_uint16_t *)(bytes + 4) << 32;
}

/* Returns why the packet is dropped now. */
static int heartbeat(const uint8_t *packet, const struct flow_key *key, uint64_t now)
{
	uint64_t address = (uint32_t)key->addresses;
	uint64_t mac = mac_at(packet + RTE_ETHER_ADDR_LEN);
	struct backend *backend;
	uint32_t index;

	if (map_get(&backend_map, &address, &index)) {
		bolt_class("heartbeat known");
		dchain_touch(&backend_ages, index, now);
		backend = vector_at(&backends, index);
		backend->mac = mac;
		return DROP_HEARTBEAT_KNOWN;
	}
	if (!dchain_allocate(&backend_ages, now, &index)) {
		bolt_class("heartbeat full");
		return DROP_HEARTBEAT_FULL;
	}
	bolt_class("heartbeat new");
	backend = vector_at(&backends, index);
	backend->address = address;
	backend->mac = mac;
	map_put(&backend_map, &backend->address, index);
	return DROP_HEARTBEAT_NEW;
}

static inline void write_macs(uint8_t *packet, uint64_t destination, uint64_t source)
{
	*(unaligned_uint64_t *)packet = destination | source << 48;
	*(unaligned_uint32_t *)(packet + 8) = (uint32_t)(source >> 16);
}

/* Sends to backend @index. */
static int send_to(uint8_t *packet, int transport, uint32_t index)
{
	struct rte_ipv4_hdr *ip = (void *)(packet + sizeof(struct rte_ether_hdr));
	const struct backend *backend = vector_at(&backends, index);
	uint32_t address = (uint32_t)backend->address;
	uint64_t growth = checksum_growth32(ip->dst_addr, address);

	ip->dst_addr = address;
	ip->hdr_checksum = checksum_updated(ip->hdr_checksum, growth);
	transport_update_checksum(packet, transport, ip->next_proto_id, growth);
	write_macs(packet, backend->mac, own_mac);
	return BACKEND_SIDE;
}

/* The hash for the choice has a seed of its own: flows that collide in the map spread over backends. */
static inline bool choose(const struct flow_key *key, uint32_t *backend)
{
	return maglev_lookup(&choice, flow_hash(key, 0), &backend_ages, backend);
}

static int known_flow(uint8_t *packet, int transport, const struct flow_key *key, uint32_t index, uint64_t now)
{
	struct flow *flow = vector_at(&flows, index);
	uint32_t backend;

	dchain_touch(&flow_ages, index, now);
	if (dchain_is_allocated(&backend_ages, flow->backend)) {
		bolt_class("known flow to live backend");
		return send_to(packet, transport, flow->backend);
	}
	if (!choose(key, &backend)) {
		bolt_class("no backend for known flow");
		return DROP_NO_BACKEND_LEFT;
	}
	bolt_class("known flow to dead backend");
	flow->backend = backend;
	return send_to(packet, transport, backend);
}

/* A flow for which there is no room is forwarded all the same: its next packet is that of a new flow again. */
static int new_flow(uint8_t *packet, int transport, const struct flow_key *key, uint64_t now)
{
	struct flow *flow;
	uint32_t backend;
	uint32_t index;

	if (!choose(key, &backend)) {
		bolt_class("no backend");
		return DROP_NO_BACKEND;
	}
	if (!dchain_allocate(&flow_ages, now, &index)) {
		bolt_class("new flow and table full");
		return send_to(packet, transport, backend);
	}
	bolt_class("new flow");
	flow = vector_at(&flows, index);
	flow->key = *key;
	flow->backend = backend;
	map_put(&flow_map, &flow->key, index);
	return send_to(packet, transport, backend);
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	struct flow_key key;
	uint32_t index;
	int transport;

	expire_map(&flow_ages, &flow_map, &flows, expiry_limit(now, flow_lifetime));
	expire_map(&backend_ages, &backend_map, &backends, expiry_limit(now, backend_lifetime));

	transport = transport_header(packet, length);
	if (transport < 0)
		return transport;
	key = flow_key(packet, transport);
	if (port == BACKEND_SIDE)
		return heartbeat(packet, &key, now);
	if (map_get(&flow_map, &key, &index))
		return known_flow(packet, transport, &key, index, now);
	return new_flow(packet, transport, &key, now);
}
