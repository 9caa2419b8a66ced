/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which Ethernet address was last seen on which port. It defends itself against
 * addresses chosen to collide: an insertion that has to look at more entries
 * than a threshold makes it draw a new seed for its hash, and insert everything
 * again. That happens at most once in an insertion, so a chain that is too long
 * under the new seed, too, is found by the next insertion into it.
 *
 * An Ethernet address is the low 48 bits of a number, its first byte lowest.
 *
 * Invariant: the map holds the addresses of the indices that are in use, and no
 * others; all under the seed it has now.
 *
 * Marks: those of the map and of expiry, and
 *	mac_table.r	entries cleared by rehashing
 *	mac_table.o	addresses inserted again by rehashing
 */
#ifndef MAC_TABLE_H
#define MAC_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "dchain.h"
#include "map.h"
#include "vector.h"

struct mac_entry {
	uint64_t mac;
	uint32_t port;
	uint32_t unused;
};

struct mac_table {
	struct map map;
	struct dchain ages;
	struct vector entries;
	uint32_t threshold;
};

struct mac_table_config {
	const char *instance;	/* of its regions */
	uint32_t capacity;	/* of addresses, a power of two; the map has twice as many entries */
	uint32_t ports;
	uint32_t threshold;	/* an insertion that looks at more entries rehashes */
	uint32_t seed;		/* the first one; unpredictable, or the defence is none */
	uint32_t (*hash)(const void *key, uint32_t seed);	/* of an address; NULL is the usual one */
};

enum mac_learned {
	MAC_KNOWN,
	MAC_NEW,
	MAC_NEW_REHASHED,
	MAC_FULL,		/* not learned: no room */
};

/* Returns 0, or a negative errno: -EINVAL, -ENOMEM. */
int mac_table_init(struct mac_table *table, const struct mac_table_config *config);
void mac_table_free(struct mac_table *table);

/* @mac has been seen on @port @now. */
enum mac_learned mac_table_learn(struct mac_table *table, uint64_t mac, uint32_t port, uint64_t now);

/* Whether @mac is known; then its port. */
bool mac_table_find(const struct mac_table *table, uint64_t mac, uint32_t *port);

/* Forgets the addresses last seen before @limit; returns how many. */
uint32_t mac_table_expire(struct mac_table *table, uint64_t limit);

#endif
