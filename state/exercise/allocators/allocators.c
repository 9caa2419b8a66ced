// SPDX-License-Identifier: Apache-2.0
/* Both allocators, A ("dchain") and B ("slots"). */
#include <errno.h>

#include "bolt.h"
#include "dchain.h"
#include "exercise.h"
#include "expiry.h"
#include "slots.h"

enum operation {
	DCHAIN_ALLOCATE,
	DCHAIN_REJUVENATE,
	DCHAIN_EXPIRE_ONE,
	DCHAIN_RELEASE,
	DCHAIN_IS_ALLOCATED,
	SLOTS_ALLOCATE,
	SLOTS_REJUVENATE,
	SLOTS_EXPIRE_ONE,
	SLOTS_RELEASE,
	SLOTS_IS_ALLOCATED,
	OPERATIONS
};

enum outcome {
	DCHAIN_ALLOCATE_FULL,
	DCHAIN_ALLOCATE_OK,
	DCHAIN_REJUVENATE_FREE,
	DCHAIN_REJUVENATE_OK,
	DCHAIN_EXPIRE_ONE_NONE,
	DCHAIN_EXPIRE_ONE_OK,
	DCHAIN_RELEASE_FREE,
	DCHAIN_RELEASE_OK,
	DCHAIN_IS_FREE,
	DCHAIN_IS_IN_USE,
	SLOTS_ALLOCATE_FULL,
	SLOTS_ALLOCATE_OK,
	SLOTS_REJUVENATE_FREE,
	SLOTS_REJUVENATE_OK,
	SLOTS_EXPIRE_ONE_NONE,
	SLOTS_EXPIRE_ONE_OK,
	SLOTS_RELEASE_FREE,
	SLOTS_RELEASE_OK,
	SLOTS_IS_FREE,
	SLOTS_IS_IN_USE,
	OUTCOMES
};

const uint32_t exercise_operations = OPERATIONS;
const uint32_t exercise_outcomes = OUTCOMES;

static struct dchain chain;
static struct slots slots;

int exercise_init(uint32_t capacity, uint32_t seed)
{
	(void)seed;
	return dchain_init(&chain, "chain", capacity) || slots_init(&slots, "slots", capacity) ? -ENOMEM : 0;
}

static int with_dchain(uint32_t operation, uint32_t index, uint64_t limit, uint64_t now)
{
	switch (operation) {
	case DCHAIN_ALLOCATE:
		if (!dchain_allocate(&chain, now, &index)) {
			bolt_class("dchain_allocate: full");
			return DCHAIN_ALLOCATE_FULL;
		}
		bolt_class("dchain_allocate: ok");
		return DCHAIN_ALLOCATE_OK;
	case DCHAIN_REJUVENATE:
		if (!dchain_rejuvenate(&chain, index, now)) {
			bolt_class("dchain_rejuvenate: not in use");
			return DCHAIN_REJUVENATE_FREE;
		}
		bolt_class("dchain_rejuvenate: ok");
		return DCHAIN_REJUVENATE_OK;
	case DCHAIN_EXPIRE_ONE:
		if (!dchain_expire_one(&chain, limit, &index)) {
			bolt_class("dchain_expire_one: none");
			return DCHAIN_EXPIRE_ONE_NONE;
		}
		bolt_class("dchain_expire_one: ok");
		return DCHAIN_EXPIRE_ONE_OK;
	case DCHAIN_RELEASE:
		if (!dchain_release(&chain, index)) {
			bolt_class("dchain_release: not in use");
			return DCHAIN_RELEASE_FREE;
		}
		bolt_class("dchain_release: ok");
		return DCHAIN_RELEASE_OK;
	default:
		if (!dchain_is_allocated(&chain, index)) {
			bolt_class("dchain_is_allocated: no");
			return DCHAIN_IS_FREE;
		}
		bolt_class("dchain_is_allocated: yes");
		return DCHAIN_IS_IN_USE;
	}
}

static int with_slots(uint32_t operation, uint32_t index, uint64_t limit, uint64_t now)
{
	switch (operation) {
	case SLOTS_ALLOCATE:
		if (!slots_allocate(&slots, now, &index)) {
			bolt_class("slots_allocate: full");
			return SLOTS_ALLOCATE_FULL;
		}
		bolt_class("slots_allocate: ok");
		return SLOTS_ALLOCATE_OK;
	case SLOTS_REJUVENATE:
		if (!slots_rejuvenate(&slots, index, now)) {
			bolt_class("slots_rejuvenate: not in use");
			return SLOTS_REJUVENATE_FREE;
		}
		bolt_class("slots_rejuvenate: ok");
		return SLOTS_REJUVENATE_OK;
	case SLOTS_EXPIRE_ONE:
		if (!slots_expire_one(&slots, limit, &index)) {
			bolt_class("slots_expire_one: none");
			return SLOTS_EXPIRE_ONE_NONE;
		}
		bolt_class("slots_expire_one: ok");
		return SLOTS_EXPIRE_ONE_OK;
	case SLOTS_RELEASE:
		if (!slots_release(&slots, index)) {
			bolt_class("slots_release: not in use");
			return SLOTS_RELEASE_FREE;
		}
		bolt_class("slots_release: ok");
		return SLOTS_RELEASE_OK;
	default:
		if (!slots_is_allocated(&slots, index)) {
			bolt_class("slots_is_allocated: no");
			return SLOTS_IS_FREE;
		}
		bolt_class("slots_is_allocated: yes");
		return SLOTS_IS_IN_USE;
	}
}

int operate(uint8_t operation, const uint8_t *argument, uint16_t length, uint64_t now)
{
	/* The capacity is a power of two here. */
	uint32_t index = argument_number(argument, 0) & (slots.capacity - 1);
	uint64_t limit = expiry_limit(now, argument_age(argument, 1));

	(void)length;
	if (operation <= DCHAIN_IS_ALLOCATED)
		return with_dchain(operation, index, limit, now);
	return with_slots(operation, index, limit, now);
}
