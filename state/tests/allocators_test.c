// SPDX-License-Identifier: Apache-2.0
/* Both allocators against a table of stamps; they differ only in which free index comes next. */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "dchain.h"
#include "slots.h"

#define CAPACITY_MAX 64
#define OPERATIONS 100000

struct allocator {
	const char *name;
	bool (*allocate)(void *self, uint64_t now, uint32_t *index);
	bool (*rejuvenate)(void *self, uint32_t index, uint64_t now);
	bool (*expire_one)(void *self, uint64_t limit, uint32_t *index);
	bool (*release)(void *self, uint32_t index);
	bool (*is_allocated)(const void *self, uint32_t index);
	uint32_t (*next)(uint32_t capacity);	/* the index that allocate must give */
};

struct use {
	bool in_use;
	uint64_t stamp;
	uint64_t order;		/* of uses, for those with equal stamps */
};

static struct use model[CAPACITY_MAX];
static uint32_t freed[CAPACITY_MAX];	/* the free ones, the last one freed last */
static uint32_t freed_count;
static uint32_t cursor;

static uint32_t last_freed(uint32_t capacity)
{
	(void)capacity;
	return freed[freed_count - 1];
}

static uint32_t first_from_cursor(uint32_t capacity)
{
	uint32_t i;

	for (i = 0; model[(cursor + i) % capacity].in_use; i++)
		;
	return (cursor + i) % capacity;
}

static bool a_allocate(void *self, uint64_t now, uint32_t *index)
{
	return dchain_allocate(self, now, index);
}

static bool a_rejuvenate(void *self, uint32_t index, uint64_t now)
{
	return dchain_rejuvenate(self, index, now);
}

static bool a_expire_one(void *self, uint64_t limit, uint32_t *index)
{
	return dchain_expire_one(self, limit, index);
}

static bool a_release(void *self, uint32_t index)
{
	return dchain_release(self, index);
}

static bool a_is_allocated(const void *self, uint32_t index)
{
	return dchain_is_allocated(self, index);
}

static bool b_allocate(void *self, uint64_t now, uint32_t *index)
{
	return slots_allocate(self, now, index);
}

static bool b_rejuvenate(void *self, uint32_t index, uint64_t now)
{
	return slots_rejuvenate(self, index, now);
}

static bool b_expire_one(void *self, uint64_t limit, uint32_t *index)
{
	return slots_expire_one(self, limit, index);
}

static bool b_release(void *self, uint32_t index)
{
	return slots_release(self, index);
}

static bool b_is_allocated(const void *self, uint32_t index)
{
	return slots_is_allocated(self, index);
}

static const struct allocator a = { "A", a_allocate, a_rejuvenate, a_expire_one, a_release, a_is_allocated, last_freed };
static const struct allocator b = { "B", b_allocate, b_rejuvenate, b_expire_one, b_release, b_is_allocated,
				    first_from_cursor };

/* The index in use that was used first, or the capacity. */
static uint32_t oldest(uint32_t capacity)
{
	uint32_t found = capacity;
	uint32_t i;

	for (i = 0; i < capacity; i++) {
		if (model[i].in_use && (found == capacity || model[i].order < model[found].order))
			found = i;
	}
	return found;
}

static void model_free(uint32_t index)
{
	model[index].in_use = false;
	freed[freed_count++] = index;
}

static void run(const struct allocator *tested, void *self, uint32_t capacity)
{
	uint64_t now = 10;
	uint64_t n;
	uint32_t i;

	memset(model, 0, sizeof(model));
	cursor = 0;
	freed_count = 0;
	for (i = capacity; i-- > 0;)
		freed[freed_count++] = i;

	for (n = 0; n < OPERATIONS; n++) {
		uint32_t index = UINT32_MAX;
		uint32_t first;
		uint64_t limit;

		now += random_below(3);
		i = random_below(capacity);
		CHECK(tested->is_allocated(self, i) == model[i].in_use);
		switch (random_below((n / 300) % 2 ? 4 : 8)) {
		case 0:
			CHECK(tested->release(self, i) == model[i].in_use);
			if (model[i].in_use)
				model_free(i);
			break;
		case 1:
			limit = now - random_below(2 * capacity) + 1;
			first = oldest(capacity);
			if (first < capacity && model[first].stamp < limit) {
				CHECK(tested->expire_one(self, limit, &index));
				CHECK(index == first);
				model_free(index);
			} else {
				CHECK(!tested->expire_one(self, limit, &index));
			}
			break;
		case 2:
			CHECK(tested->rejuvenate(self, i, now) == model[i].in_use);
			if (model[i].in_use)
				model[i] = (struct use){ true, now, n };
			break;
		default:
			if (freed_count == 0) {
				CHECK(!tested->allocate(self, now, &index));
				break;
			}
			first = tested->next(capacity);
			CHECK(tested->allocate(self, now, &index));
			CHECK(index == first);
			for (i = 0; freed[i] != index; i++)
				;
			memmove(freed + i, freed + i + 1, (--freed_count - i) * sizeof(*freed));
			model[index] = (struct use){ true, now, n };
			cursor = (index + 1) % capacity;
			break;
		}
	}
}

/* The stamp itself is not below the limit. */
static void check_boundary(const struct allocator *tested, void *self)
{
	uint32_t index;

	CHECK(tested->allocate(self, 100, &index));
	CHECK(!tested->expire_one(self, 100, &index));
	CHECK(tested->expire_one(self, 101, &index));
	CHECK(!tested->expire_one(self, UINT64_MAX, &index));
}

int main(int count, char **arguments)
{
	uint32_t capacity;
	struct dchain chain;
	struct slots slots;

	check_start(count, arguments);
	for (capacity = 1; capacity <= CAPACITY_MAX; capacity *= 4) {
		CHECK(dchain_init(&chain, "test", capacity) == 0);
		check_boundary(&a, &chain);
		dchain_free(&chain);
		CHECK(dchain_init(&chain, "test", capacity) == 0);
		run(&a, &chain, capacity);
		dchain_free(&chain);

		CHECK(slots_init(&slots, "test", capacity) == 0);
		check_boundary(&b, &slots);
		slots_free(&slots);
		CHECK(slots_init(&slots, "test", capacity) == 0);
		run(&b, &slots, capacity);
		slots_free(&slots);
	}
	CHECK(dchain_init(&chain, "test", 5) == 0);	/* only B wants a power of two */
	run(&a, &chain, 5);
	dchain_free(&chain);
	CHECK(dchain_init(&chain, "test", 0) == -EINVAL);
	CHECK(slots_init(&slots, "test", 0) == -EINVAL);
	CHECK(slots_init(&slots, "test", 6) == -EINVAL);
	return EXIT_SUCCESS;
}
