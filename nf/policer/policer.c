// SPDX-License-Identifier: Apache-2.0
/*
 * A policer between port 0, where users are, and port 1. What users send passes;
 * what is sent to a user passes as long as it is no more than a rate, with bursts
 * up to a size, and is dropped beyond. A user, an IPv4 address, who gets nothing
 * for a while is forgotten.
 */
#include <inttypes.h>
#include <stdio.h>

#include "bolt.h"
#include "dchain.h"
#include "expiry.h"
#include "hash.h"
#include "ipv4.h"
#include "map.h"
#include "nf.h"
#include "token_bucket.h"
#include "vector.h"

#define USERS 0
#define NETWORK 1

#define NANOSECONDS_PER_MICROSECOND 1000
#define FRAME_MAX 65535

enum drop {
	DROP_OVER_RATE = IPV4_DROP_LAST - 1,
	DROP_TABLE_FULL = IPV4_DROP_LAST - 2,
};

struct user {
	uint64_t address;	/* in network byte order, the upper half 0 */
	struct token_bucket bucket;
};

static uint64_t capacity = 65536;
static uint64_t bytes_per_second = 1000000;
static uint64_t burst = 100000;
static uint64_t lifetime = 10000000;
static uint64_t seed;
static bool collide;

static struct map map;
static struct dchain ages;
static struct vector users;
static struct token_rate rate;

const char nf_description[] = "Drops what is sent from port 1 to a user behind port 0 beyond a rate.";

const struct nf_option nf_options[] = {
	{ "users", "N", "how many users at once, a power of two (65536)", OPTION_POWER_OF_TWO, &capacity, 1, 1 << 24 },
	{ "rate", "BYTES", "how much a user may get in a second (1000000)",
	  OPTION_NUMBER, &bytes_per_second, 8, 1000000000000 },
	{ "burst", "BYTES", "how much at once after a pause, at least a frame of 65535 (100000)",
	  OPTION_NUMBER, &burst, FRAME_MAX, UINT32_MAX },
	{ "lifetime", "MICROSECONDS", "how long a user is known without a packet (10000000)",
	  OPTION_NUMBER, &lifetime, 1, UINT32_MAX },
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

int nf_init(uint16_t ports)
{
	struct map_config config = {
		.region = "users.map",
		.capacity = 2 * (uint32_t)capacity,
		.values = (uint32_t)capacity,
		.key_size = sizeof(uint64_t),
		.seed = seed ? (uint32_t)seed : option_random_seed(),
		.equal = address_equal,
		.hash = collide ? address_hash_colliding : address_hash,
	};
	char spec[128];

	if (ports != 2) {
		fprintf(stderr, "the policer needs two ports, there are %u\n", ports);
		return -1;
	}
	if (token_rate_init(&rate, bytes_per_second, burst)) {
		fprintf(stderr, "--burst %" PRIu64 ": takes more than an hour at this rate\n", burst);
		return -1;
	}
	snprintf(spec, sizeof(spec), "address:u64 0..4294967295, time:u64, credit:u64 0..%" PRIu64, rate.full);
	if (map_init(&map, &config) || dchain_init(&ages, "users", (uint32_t)capacity) ||
	    vector_init(&users, "users.values", (uint32_t)capacity, sizeof(struct user), spec)) {
		fprintf(stderr, "no memory for %" PRIu64 " users\n", capacity);
		return -1;
	}
	lifetime *= NANOSECONDS_PER_MICROSECOND;
	return 0;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	const struct rte_ipv4_hdr *ip = (void *)(packet + sizeof(struct rte_ether_hdr));
	struct user *user;
	uint64_t address;
	uint32_t index;
	int header;

	expire_map(&ages, &map, &users, expiry_limit(now, lifetime));

	header = ipv4_header(packet, length);
	if (header < 0)
		return header;
	if (port == USERS) {
		bolt_class("from a user");
		return NETWORK;
	}
	address = ip->dst_addr;
	if (map_get(&map, &address, &index)) {
		dchain_touch(&ages, index, now);
		user = vector_at(&users, index);
		if (!token_bucket_take(&user->bucket, &rate, length, now)) {
			bolt_class("known user over the rate");
			return DROP_OVER_RATE;
		}
		bolt_class("known user within the rate");
		return USERS;
	}
	if (!dchain_allocate(&ages, now, &index)) {
		bolt_class("new user and table full");
		return DROP_TABLE_FULL;
	}
	bolt_class("new user");
	user = vector_at(&users, index);
	user->address = address;
	token_bucket_fill(&user->bucket, &rate, now);
	/* A full bucket has room for any frame. */
	token_bucket_take(&user->bucket, &rate, length, now);
	map_put(&map, &user->address, index);
	return USERS;
}
