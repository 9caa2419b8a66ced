// SPDX-License-Identifier: Apache-2.0
/* The table of Ethernet addresses, with a threshold so low that it rehashes often. */
#include "mac_table.h"

#include <errno.h>

#include "bolt.h"
#include "exercise.h"
#include "expiry.h"

#define PORTS 4
#define THRESHOLD 3

enum operation { LEARN, FIND, EXPIRE, OPERATIONS };
enum outcome { LEARN_KNOWN, LEARN_NEW, LEARN_REHASHED, LEARN_FULL, FIND_UNKNOWN, FIND_KNOWN, EXPIRED, OUTCOMES };

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

static struct mac_table table;
static uint32_t mac_mask;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	struct mac_table_config config = {
		.instance = "table",
		.capacity = capacity,
		.ports = PORTS,
		.threshold = THRESHOLD,
		.seed = seed,
	};

	mac_mask = 4 * capacity - 1;
	return mac_table_init(&table, &config);
}

static int learn(uint64_t mac, uint32_t port, uint64_t now)
{
	switch (mac_table_learn(&table, mac, port, now)) {
	case MAC_KNOWN:
		bolt_class("mac_table_learn: known");
		return LEARN_KNOWN;
	case MAC_NEW:
		bolt_class("mac_table_learn: new");
		return LEARN_NEW;
	case MAC_NEW_REHASHED:
		bolt_class("mac_table_learn: new, rehashed");
		return LEARN_REHASHED;
	default:
		bolt_class("mac_table_learn: full");
		return LEARN_FULL;
	}
}

static int find(uint64_t mac)
{
	uint32_t port;

	if (!mac_table_find(&table, mac, &port)) {
		bolt_class("mac_table_find: unknown");
		return FIND_UNKNOWN;
	}
	bolt_class("mac_table_find: known");
	return FIND_KNOWN;
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	uint64_t mac = argument_number(argument, 0) & mac_mask;

	(void)length;
	switch (operation) {
	case LEARN:
		return learn(mac, argument_number(argument, 1) % PORTS, now);
	case FIND:
		return find(mac);
	default:
		mac_table_expire(&table, expiry_limit(now, argument_age(argument, 1)));
		bolt_class("mac_table_expire");
		return EXPIRED;
	}
}
