/* SPDX-License-Identifier: Apache-2.0 */
/* Built without vector registers, as sequence.c is, between whose blocks it runs. */
#include "changes.h"

#include <stddef.h>

#include "memory.h"
#include "saved.h"

#define LINE 64ULL
#define WORDS (LINE / 8)
#define PAGE 4096ULL
#define SLOTS (1ULL << 21)
#define MOST_LINES (3ULL << 19)		/* since memory was restored: fewer than SLOTS, so that searches come to an end */
#define MOST_CHANGED (1ULL << 18)	/* by one packet */
#define STACK (1ULL << 20)		/* what lies so far below its top is no longer stack */

struct content {
	uint64_t words[WORDS];
};

/* From the address of a line to what it held before the latest packet. */
static struct slot {
	uint64_t line;
	uint32_t age;		/* of another age than the present it is empty */
	uint32_t turn;		/* the packet that changed it last */
	struct content before;
} *slots;
static uint32_t age = 1, turn;
static uint64_t used;

/* The lines that the latest packet has changed, and what they held after it. */
static struct slot **changed;
static struct content *after;
static uint64_t count;

static bool lost;

int changes_open(void)
{
	if (!slots) {
		slots = map_elsewhere(SLOTS * sizeof(*slots));
		changed = map_elsewhere(MOST_CHANGED * sizeof(*changed));
		after = map_elsewhere(MOST_CHANGED * sizeof(*after));
	}
	return slots && changed && after ? 0 : -1;
}

void changes_reset(void)
{
	age++;
	used = count = 0;
	lost = false;
}

void changes_lose(void)
{
	lost = true;
}

bool changes_known(void)
{
	return slots && !lost;
}

static void copy(struct content *to, const struct content *from)
{
	unsigned int i;

	for (i = 0; i < WORDS; i++)
		((volatile uint64_t *)to->words)[i] = from->words[i];
}

static struct content *memory_of(const struct slot *slot)
{
	return (struct content *)slot->line;
}

void changes_begin(void)
{
	uint64_t i;

	for (i = 0; i < count; i++)
		copy(&changed[i]->before, memory_of(changed[i]));
	count = 0;
	turn++;
}

/* What a line that no packet has changed yet holds. */
static void recall(struct slot *slot)
{
	static const struct content nothing;
	const uint8_t *page = saved_page(slot->line & -PAGE);

	copy(&slot->before, page ? (const struct content *)(page + slot->line % PAGE) : &nothing);
}

/* NULL if there is no room for another line. */
static struct slot *slot_of(uint64_t line)
{
	/* Neighbours lie side by side; distant lines with the same low bits do not. */
	uint64_t number = line / LINE;
	uint64_t i = (number ^ (number >> 21) * 0x9e3779b1) % SLOTS;

	while (slots[i].age == age) {
		if (slots[i].line == line)
			return &slots[i];
		i = (i + 1) % SLOTS;
	}
	if (used == MOST_LINES)
		return NULL;
	used++;
	slots[i].line = line;
	slots[i].age = age;
	slots[i].turn = turn - 1;
	recall(&slots[i]);
	return &slots[i];
}

void changes_touch(uint64_t address, uint64_t length)
{
	uint64_t line = address & -LINE;

	for (; length > 0 && !lost && line <= ((address + length - 1) & -LINE); line += LINE) {
		struct slot *slot = slot_of(line);

		if (!slot || (slot->turn != turn && count == MOST_CHANGED)) {
			lost = true;
			return;
		}
		if (slot->turn == turn)
			continue;
		slot->turn = turn;
		changed[count++] = slot;
	}
}

void changes_end(void)
{
	uint64_t i;

	for (i = 0; i < count; i++)
		copy(&after[i], memory_of(changed[i]));
}

void changes_back(void)
{
	uint64_t i;

	for (i = 0; i < count; i++)
		copy(memory_of(changed[i]), &changed[i]->before);
}

void changes_forth(void)
{
	uint64_t i;

	for (i = 0; i < count; i++)
		copy(memory_of(changed[i]), &after[i]);
}

bool changes_repeated(uint64_t stack)
{
	uint64_t i, k;

	for (i = 0; i < count; i++) {
		const struct content *now = memory_of(changed[i]);

		for (k = 0; k < WORDS; k++) {
			uint64_t address = (uint64_t)&now->words[k];

			if (now->words[k] != after[i].words[k] && (address >= stack || stack - address > STACK))
				return false;
		}
	}
	return true;
}
