// SPDX-License-Identifier: Apache-2.0
/*
 * An Ethernet bridge: learns on which port an address is from the frames that it
 * sends, and forwards to the port where the destination was last seen; to all
 * others while it is not known, or stands for many stations. An address without
 * frames for a while is forgotten. Against addresses made to collide the table
 * changes its hash (see mac_table.h).
 *
 * Simplifications: no spanning tree, no VLANs.
 */
#include <inttypes.h>
#include <stdio.h>

#include "bolt.h"
#include "constant_cost.h"
#include "expiry.h"
#include "hash.h"
#include "mac_table.h"
#include "nf.h"

#include <rte_common.h>
#include <rte_ether.h>

#define NANOSECONDS_PER_MICROSECOND 1000
#define MAC_MASK 0xffffffffffff
#define MAC_GROUP 1	/* in the first byte: many stations */

enum drop {
	DROP_RUNT = -1,
	DROP_GROUP_SOURCE = -2,
	DROP_SAME_PORT = -3,
};

static uint64_t capacity = 32768;
static uint64_t threshold = 6;
static uint64_t lifetime = 10000000;
static uint64_t seed;
static bool collide;

static struct mac_table stations;

const char nf_description[] = "Forwards Ethernet frames to the port where their destination was last seen.";

const struct nf_option nf_options[] = {
	{ "stations", "N", "how many addresses at once, a power of two (32768)",
	  OPTION_POWER_OF_TWO, &capacity, 1, 1 << 24 },
	{ "threshold", "N", "rehash when an insertion looks at more entries (6)",
	  OPTION_NUMBER, &threshold, 1, UINT32_MAX },
	{ "lifetime", "MICROSECONDS", "how long an address is known without a frame (10000000)",
	  OPTION_NUMBER, &lifetime, 1, UINT32_MAX },
	{ "seed", "N", "of the hash, at first; unpredictable unless given", OPTION_NUMBER, &seed, 1, UINT32_MAX },
	{ "collide", NULL, "give every key the same hash: the worst case, for measuring", OPTION_FLAG, .to = &collide },
	{ .name = NULL }
};

static uint32_t mac_hash_colliding(const void *key, uint32_t hash_seed)
{
	return hash_words_colliding(*(const uint64_t *)key, 0, hash_seed);
}

int nf_init(uint16_t ports)
{
	struct mac_table_config config = {
		.instance = "stations",
		.capacity = (uint32_t)capacity,
		.ports = ports,
		.threshold = (uint32_t)threshold,
		.seed = seed ? (uint32_t)seed : option_random_seed(),
		.hash = collide ? mac_hash_colliding : NULL,
	};

	if (ports < 2) {
		fprintf(stderr, "the bridge needs two ports or more, there are %u\n", ports);
		return -1;
	}
	if (mac_table_init(&stations, &config)) {
		fprintf(stderr, "no memory for %" PRIu64 " addresses\n", capacity);
		return -1;
	}
	lifetime *= NANOSECONDS_PER_MICROSECOND;
	return 0;
}

/* The first six bytes at @bytes, of which two more may be read. */
static inline uint64_t mac_at(const uint8_t *bytes)
{
	return *(const unaligned_uint64_t *)bytes & MAC_MASK;
}

static inline int forward(uint16_t in, uint64_t destination)
{
	uint32_t out;

	/* Groups are looked up, too, and never found: so every broadcast costs the same. */
	if (!mac_table_find(&stations, destination, &out)) {
		bolt_class("broadcast");
		return NF_FLOOD;
	}
	if (out == in) {
		bolt_class("drop");
		return DROP_SAME_PORT;
	}
	bolt_class("unicast");
	READ_AGAIN(out);
	return (int)out;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint64_t destination;
	uint64_t source;

	mac_table_expire(&stations, expiry_limit(now, lifetime));

	if (length < sizeof(struct rte_ether_hdr)) {
		bolt_class("runt frame");
		return DROP_RUNT;
	}
	source = mac_at(packet + RTE_ETHER_ADDR_LEN);
	if (source & MAC_GROUP) {
		bolt_class("source is a group");
		return DROP_GROUP_SOURCE;
	}

	/* Each kind reads the destination for itself: code of its own behind its mark. */
	switch (mac_table_learn(&stations, source, port, now)) {
	case MAC_KNOWN:
		bolt_class("source known");
		OWN_CODE("known", packet);
		destination = mac_at(packet);
		OWN_CODE("known source", destination);
		break;
	case MAC_NEW:
		bolt_class("source new");
		OWN_CODE("new", packet);
		destination = mac_at(packet);
		OWN_CODE("new source", destination);
		break;
	case MAC_NEW_REHASHED:
		bolt_class("source new with rehash");
		OWN_CODE("rehashed", packet);
		destination = mac_at(packet);
		OWN_CODE("rehashed source", destination);
		break;
	default:
		bolt_class("source new and table full");
		OWN_CODE("full", packet);
		destination = mac_at(packet);
		OWN_CODE("unlearned source", destination);
		break;
	}
	return forward(port, destination);
}
