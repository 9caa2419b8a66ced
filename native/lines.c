/* SPDX-License-Identifier: Apache-2.0 */
/* Built without vector registers, as sequence.c is, between whose blocks it runs. */
#include "lines.h"

#include <stddef.h>

#include "memory.h"

#define LINE_SHIFT 6
#define SLOTS (1ULL << 21)	/* more than LINES_MOST, so that searches stay short and come to an end */
#define CODE (1ULL << 63)

/* A line belongs to the execution whose age it has. */
static struct slot {
	uint64_t line;
	uint64_t age;
} *slots;

static uint64_t *touched;
static uint64_t age, count;
static uint64_t last[2];	/* of each kind, the line touched last */

int lines_open(void)
{
	if (!slots) {
		slots = map_elsewhere(SLOTS * sizeof(*slots));
		touched = map_elsewhere(LINES_MOST * sizeof(*touched));
	}
	return slots && touched ? 0 : -1;
}

void lines_begin(void)
{
	age++;
	count = 0;
	last[LINE_DATA] = last[LINE_CODE] = -1;
}

static void note(uint64_t line)
{
	/* Neighbours lie side by side; distant lines with the same low bits do not. */
	uint64_t i = (line ^ (line >> 21) * 0x9e3779b1) % SLOTS;

	while (slots[i].age == age) {
		if (slots[i].line == line)
			return;
		i = (i + 1) % SLOTS;
	}
	if (count == LINES_MOST)
		return;
	slots[i].line = line;
	slots[i].age = age;
	touched[count++] = (line & ~CODE) << LINE_SHIFT;
}

void lines_touch(enum line_kind kind, uint64_t address, uint64_t size)
{
	uint64_t line = address >> LINE_SHIFT;
	uint64_t end = (address + size - 1) >> LINE_SHIFT;

	if (line == end && line == last[kind])
		return;
	last[kind] = end;
	for (; line <= end; line++)
		note(kind == LINE_CODE ? line | CODE : line);
}

uint64_t lines_count(void)
{
	return count;
}

const uint64_t *lines_touched(void)
{
	return touched;
}
