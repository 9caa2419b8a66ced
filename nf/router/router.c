// SPDX-License-Identifier: Apache-2.0
/*
 * A router for IPv4 with static routes. It handles the options of the header
 * as RFC 791 has them: a timestamp option gets this router's timestamp, other
 * options are passed on as they are.
 *
 * Simplifications: nothing is answered with ICMP, gateways' Ethernet addresses
 * are configured and not asked for with ARP, and source routes and recorded
 * routes count as other options.
 *
 * Each way round the loop over the options passes exactly one mark, so that
 * the number of options of each kind settles what a packet costs; and every
 * end of the loop has a class, or a mark, of its own.
 */
#include <stdio.h>
#include <string.h>

#include <rte_common.h>
#include <rte_ethdev.h>

#include "bolt.h"
#include "ipv4.h"
#include "nf.h"

#define ROUTES_MAX 8

/*
 * Keeps what follows in one copy, knowing nothing of @variable from before; no
 * instruction. At the head of a loop it keeps compilers from giving some ways
 * round a test of their own, which makes the cost of leaving the loop depend on
 * the last way round. The empty lines count as instructions when a compiler
 * weighs whether a copy pays.
 */
#define ONE_COPY(variable) \
	__asm__ volatile("\n\n\n\n\n\n\n\n" : "+r"(variable))

/* Knowing nothing of @variable from before; no instruction. */
#define OPAQUE(variable) __asm__ volatile("" : "+r"(variable))

#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_TIMESTAMP 68

/* What a timestamp option asks for, in the low half of its fourth byte. */
#define TIMESTAMP_ONLY 0
#define TIMESTAMP_WITH_ADDRESS 1

#define NANOSECONDS_PER_MILLISECOND 1000000
#define MILLISECONDS_PER_DAY 86400000

enum drop {
	DROP_TTL = IPV4_DROP_LAST - 1,
	DROP_NO_ROUTE = IPV4_DROP_LAST - 2,
	DROP_OPTION_LENGTH = IPV4_DROP_LAST - 3,
	DROP_TIMESTAMP_OPTION = IPV4_DROP_LAST - 4,
	DROP_TIMESTAMP_OVERFLOW = IPV4_DROP_LAST - 5,
	DROP_TIMESTAMP_ROOM = IPV4_DROP_LAST - 6,
};

/* Where packets go next. */
struct next_hop {
	uint64_t head;	/* the first 8 of the 12 bytes of Ethernet addresses */
	uint32_t tail;	/* the other 4 */
	int32_t port;
};

struct route {
	uint32_t prefix;	/* in host byte order, as is the mask */
	uint32_t mask;
	struct next_hop next_hop;
};

/*
 * By length of prefix, longer ones later. Unused entries are at the start and
 * match nothing: no address has bits in an empty mask.
 */
static struct route routes[ROUTES_MAX];
static struct rte_ether_addr gateways[ROUTES_MAX];
static unsigned int route_count;

/* This router's address in timestamp options, in network byte order. */
static uint32_t own_address;

/* The options; copied, so that the compiler knows who changes what packets use. */
static struct option_route given_route[ROUTES_MAX];
static struct option_routes given = { .route = given_route };
static uint32_t given_address;

const char nf_description[] =
	"Routes IPv4 by static routes and handles the options of its header.";

const struct nf_option nf_options[] = {
	{ "route", "PREFIX/LENGTH,PORT[,GATEWAY]",
	  "send what matches to PORT, to the Ethernet address GATEWAY\n"
	  "      (02:00:00:00:00:PORT unless given); at least one, at most 8 times",
	  OPTION_ROUTE, &given, 1, ROUTES_MAX },
	{ "address", "ADDRESS", "the router's own IPv4 address, for timestamp options (0.0.0.0)",
	  OPTION_ADDRESS, .to = &given_address },
	{ .name = NULL }
};

/* Keeps the table as its comment says; the longest prefix is at the end. */
static void insert_route(const struct option_route *from)
{
	struct route route = { .prefix = from->prefix, .next_hop.port = from->port };
	unsigned int i = ROUTES_MAX - 1 - route_count;

	route.mask = from->length ? UINT32_MAX << (32 - from->length) : 0;
	while (i + 1 < ROUTES_MAX && routes[i + 1].mask < route.mask) {
		routes[i] = routes[i + 1];
		gateways[i] = gateways[i + 1];
		i++;
	}
	routes[i] = route;
	gateways[i] = from->gateway;
	route_count++;
}

/* The Ethernet addresses of a packet that takes @route, as they go out. */
static int set_ethernet(struct route *route, const struct rte_ether_addr *gateway)
{
	struct rte_ether_addr addresses[2];
	uint16_t port = (uint16_t)route->next_hop.port;

	rte_ether_addr_copy(gateway, &addresses[0]);
	if (rte_eth_macaddr_get(port, &addresses[1])) {
		fprintf(stderr, "port %u has no Ethernet address\n", port);
		return -1;
	}
	memcpy(&route->next_hop.head, addresses, 8);
	memcpy(&route->next_hop.tail, (const uint8_t *)addresses + 8, 4);
	return 0;
}

int nf_init(uint16_t ports)
{
	unsigned int unused = ROUTES_MAX - given.count;
	unsigned int i;

	own_address = given_address;
	if (given.count == 0) {
		fprintf(stderr, "the router has no route: give it --route\n");
		return -1;
	}
	for (i = 0; i < given.count; i++)
		insert_route(&given.route[i]);
	for (i = 0; i < unused; i++)
		routes[i] = (struct route){ .prefix = 1, .mask = 0 };
	for (i = unused; i < ROUTES_MAX; i++) {
		if (routes[i].next_hop.port >= ports) {
			fprintf(stderr,
				"a route leads to port %d, there are %u ports\n",
				routes[i].next_hop.port, ports);
			return -1;
		}
		if (set_ethernet(&routes[i], &gateways[i]))
			return -1;
	}
	return 0;
}

/*
 * The next hop of the longest prefix that @destination (in host byte order)
 * has; its port is DROP_NO_ROUTE if there is none. Looks at every route and selects
 * without branching, so that it costs the same for every destination.
 */
static inline struct next_hop lookup(uint32_t destination)
{
	struct next_hop best = { .port = DROP_NO_ROUTE };
	unsigned int i;

	for (i = 0; i < ROUTES_MAX; i++) {
		const struct route *route = &routes[i];
		uint64_t hit =
			-(uint64_t)((destination & route->mask) == route->prefix);

		/* Or clang sees that it is all or nothing, and branches. */
		OPAQUE(hit);
		best.head = (best.head & ~hit) | (route->next_hop.head & hit);
		best.tail = (best.tail & ~(uint32_t)hit) |
			    (route->next_hop.tail & (uint32_t)hit);
		best.port = (best.port & ~(int32_t)hit) |
			    (route->next_hop.port & (int32_t)hit);
	}
	return best;
}

/* The time as RFC 791 wants it: milliseconds since midnight, big-endian. */
static inline uint32_t timestamp(uint64_t now)
{
	uint64_t milliseconds = now / NANOSECONDS_PER_MILLISECOND;

	return rte_cpu_to_be_32((uint32_t)(milliseconds % MILLISECONDS_PER_DAY));
}

/*
 * By how much the sum over the header's 16-bit words grows, modulo 0xffff, when
 * its byte @position grows by @growth. Words are taken in the byte order of
 * this machine: the checksum does not mind (RFC 1071), and on x86 a byte at an
 * odd position is the word's upper half.
 */
static inline uint64_t byte_growth(unsigned int position, uint64_t growth)
{
	return growth << (8 * (position & 1));
}

/* Puts @value in the header at @position; returns the growth of the sum. */
static inline uint64_t put_word(uint8_t *ip, unsigned int position, uint32_t value)
{
	unaligned_uint32_t *word = (unaligned_uint32_t *)(ip + position);
	uint32_t old = *word;

	*word = value;
	return ((uint64_t)value + (uint32_t)~old) << (8 * (position & 1));
}

/*
 * Puts a checksum in place for a header whose sum has grown by @growth, at most
 * 2^48: the sum of RFC 1624, equation 3, with all changes at once.
 */
static inline void update_checksum(struct rte_ipv4_hdr *ip, uint64_t growth)
{
	uint64_t sum = growth + (uint16_t)~ip->hdr_checksum;

	sum = (sum >> 32) + (uint32_t)sum;
	sum = (sum >> 16) + (uint16_t)sum;
	sum = (sum >> 16) + (uint16_t)sum;
	sum = (sum >> 16) + (uint16_t)sum;
	ip->hdr_checksum = (uint16_t)~sum;
}

/*
 * Handles the options of the header @ip, which is @end bytes long, and adds to
 * @growth what that does to its sum. Returns 0, or why to drop the packet.
 */
static int process_options(uint8_t *ip, unsigned int end, uint32_t time,
			   uint64_t *growth)
{
	unsigned int at = sizeof(struct rte_ipv4_hdr);

	for (;;) {
		uint8_t *option;
		int room;
		int length;
		int pointer;
		int overflow;
		int kind;

		ONE_COPY(at);
		if (at >= end)
			return 0;

		option = ip + at;
		room = (int)(end - at);
		if (option[0] == OPTION_END) {
			bolt_pcv("options.end");
			at = end;
			continue;
		}
		if (option[0] == OPTION_NOP) {
			bolt_pcv("options.nop");
			at++;
			continue;
		}

		/*
		 * At least 2 and at most what is left, in one comparison. The
		 * length byte itself may be missing: then room is 1, and no
		 * value of the byte after the header passes.
		 */
		length = option[1];
		if ((uint8_t)(length - 2) > room - 2) {
			bolt_class("bad option length");
			return DROP_OPTION_LENGTH;
		}
		if (option[0] != OPTION_TIMESTAMP) {
			bolt_pcv("options.other");
			at += length;
			continue;
		}

		/* At least 4 bytes, and the pointer leads behind them: both at
		 * once, for either difference is negative otherwise. */
		pointer = option[2];
		if (((length - 4) | (pointer - 5)) < 0) {
			bolt_class("bad timestamp option");
			return DROP_TIMESTAMP_OPTION;
		}
		overflow = option[3] >> 4;
		kind = option[3] & 15;

		/* Addresses that others have chosen: none is known to be ours. */
		if (kind > TIMESTAMP_WITH_ADDRESS) {
			bolt_pcv("options.timestampSkipped");
			at += length;
			continue;
		}
		if (pointer > length) {
			if (overflow == 15) {
				bolt_class("timestamp overflow");
				return DROP_TIMESTAMP_OVERFLOW;
			}
			bolt_pcv("options.timestampFull");
			option[3] += 1 << 4;
			*growth += byte_growth(at + 3, 1 << 4);
			at += length;
			continue;
		}
		if (pointer + 3 + 4 * kind > length) {
			bolt_class("no room for timestamp");
			return DROP_TIMESTAMP_ROOM;
		}
		if (kind == TIMESTAMP_ONLY) {
			bolt_pcv("options.timestamp");
			option[2] += 4;
			*growth += byte_growth(at + 2, 4);
			*growth += put_word(ip, at + pointer - 1, time);
			at += length;
			continue;
		}
		bolt_pcv("options.timestampAddress");
		option[2] += 8;
		*growth += byte_growth(at + 2, 8);
		*growth += put_word(ip, at + pointer - 1, own_address);
		*growth += put_word(ip, at + pointer + 3, time);
		at += length;
	}
	return 0;
}

static inline void set_addresses(uint8_t *packet, const struct next_hop *hop)
{
	memcpy(packet, &hop->head, 8);
	memcpy(packet + 8, &hop->tail, 4);
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	struct rte_ipv4_hdr *ip = (void *)(packet + sizeof(struct rte_ether_hdr));
	int header = ipv4_header(packet, length);
	struct next_hop hop;
	uint64_t growth = 0;

	(void)port;

	if (header < 0)
		return header;
	if (ip->time_to_live <= 1) {
		bolt_class("TTL expired");
		return DROP_TTL;
	}
	hop = lookup(rte_be_to_cpu_32(ip->dst_addr));
	if (hop.port < 0) {
		bolt_class("no route");
		return DROP_NO_ROUTE;
	}

	/*
	 * The time to live is the lower half of its word: one less. Either class
	 * adds that for itself, so that its mark stands before code of its own.
	 */
	if (header == sizeof(*ip)) {
		bolt_class("forwarded");
		growth = 0xffff - 1;
	} else {
		int drop = process_options((uint8_t *)ip, header, timestamp(now),
					   &growth);

		if (drop)
			return drop;
		bolt_class("forwarded with options");
		OPAQUE(growth);
		growth += 0xffff - 1;
	}
	ip->time_to_live--;
	update_checksum(ip, growth);
	set_addresses(packet, &hop);
	return hop.port;
}
