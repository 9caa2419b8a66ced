// SPDX-License-Identifier: Apache-2.0
/* Consistent hashing over as many backends as the capacity says, of which none up to all are alive. */
#include "maglev.h"

#include <errno.h>

#include "bolt.h"
#include "dchain.h"
#include "exercise.h"

#define ROWS_LEAST 101

enum operation { LOOKUP, JOIN, LEAVE, OPERATIONS };
enum outcome { LOOKUP_NONE, LOOKUP_FOUND, JOIN_NONE, JOIN_OK, LEAVE_NONE, LEAVE_OK, OUTCOMES };

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

static struct maglev maglev;
static struct dchain live;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	uint32_t rows = capacity < ROWS_LEAST ? ROWS_LEAST : capacity + 1;
	int status;

	(void)seed;
	/* The next number that is a prime. */
	do {
		status = maglev_init(&maglev, "backends", capacity, rows++);
	} while (status == -EINVAL);
	return status ? status : dchain_init(&live, "live", capacity);
}

static int lookup(uint32_t hash)
{
	uint32_t backend;

	if (!maglev_lookup(&maglev, hash, &live, &backend)) {
		bolt_class("maglev_lookup: none");
		return LOOKUP_NONE;
	}
	bolt_class("maglev_lookup: found");
	return LOOKUP_FOUND;
}

static int join(uint64_t now)
{
	uint32_t backend;

	if (!dchain_allocate(&live, now, &backend)) {
		bolt_class("backend joins: there is no other");
		return JOIN_NONE;
	}
	bolt_class("backend joins: ok");
	return JOIN_OK;
}

static int leave(void)
{
	uint32_t backend;

	if (!dchain_expire_one(&live, UINT64_MAX, &backend)) {
		bolt_class("backend leaves: there is none");
		return LEAVE_NONE;
	}
	bolt_class("backend leaves: ok");
	return LEAVE_OK;
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	(void)length;
	switch (operation) {
	case LOOKUP:
		return lookup(argument_number(argument, 0));
	case JOIN:
		return join(now);
	default:
		return leave();
	}
}
