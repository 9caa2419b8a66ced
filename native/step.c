/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "step.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory.h"

#define BREAKPOINT 0xcc
#define PAGE 4096ULL
#define MOST_PAGES 4096		/* of code with breakpoints: 16 MB */
#define SLOTS (2 * MOST_PAGES)
#define MOST_RANGES 512

/* Code that may be replaced: mapped from files, executable, not writable. */
static struct {
	uint64_t start, end;
} ranges[MOST_RANGES];
static unsigned int range_count;

/* From the address of a page to the place of its second mapping; 0 is an empty slot. */
static struct {
	uint64_t page;
	uint8_t *writable;
} slots[SLOTS];

static int store_fd = -1;
static uint8_t *store;
static unsigned int pages_used;

static struct {
	uint64_t address;
	uint8_t *place;
	uint8_t byte;
} armed[2];
static unsigned int armed_count;

/* Reads like the kernel writes: "start-end rwxp offset device inode path". */
static void add_range(const char *line)
{
	char *rest;
	uint64_t start = strtoull(line, &rest, 16);
	uint64_t end = strtoull(rest + 1, &rest, 16);

	if (strncmp(rest, " r-xp", 5) || !strchr(rest, '/') || range_count == MOST_RANGES)
		return;
	ranges[range_count].start = start;
	ranges[range_count++].end = end;
}

static void find_ranges(void)
{
	static char text[256 << 10];
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	ssize_t size, used = 0;
	char *line, *end;

	if (fd < 0)
		return;
	while ((size = read(fd, text + used, sizeof(text) - 1 - used)) > 0)
		used += size;
	close(fd);
	for (line = text; (end = strchr(line, '\n')); line = end + 1) {
		*end = 0;
		add_range(line);
	}
}

void step_open(void)
{
	void *map;

	store_fd = memfd_create("bolt-code", MFD_CLOEXEC);
	if (store_fd < 0 || ftruncate(store_fd, MOST_PAGES * PAGE) < 0)
		return;
	map = mmap(NULL, MOST_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, store_fd, 0);
	if (map == MAP_FAILED)
		return;
	store = map;
	find_ranges();
}

static bool is_code(uint64_t page)
{
	unsigned int i;

	for (i = 0; i < range_count; i++) {
		if (page >= ranges[i].start && page < ranges[i].end)
			return true;
	}
	return false;
}

static uint8_t *replace(uint64_t page)
{
	uint8_t *copy = store + pages_used * PAGE;

	if (!store || pages_used == MOST_PAGES || !is_code(page) || memory_read(copy, page, PAGE) != PAGE)
		return NULL;
	if (mmap((void *)page, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, store_fd,
		 pages_used * PAGE) == MAP_FAILED)
		return NULL;
	pages_used++;
	return copy;
}

/* Where the byte at an address of code can be written; NULL if nowhere. */
static uint8_t *writable(uint64_t address)
{
	uint64_t page = address & -PAGE;
	unsigned int i = page / PAGE % SLOTS;

	while (slots[i].page != page) {
		if (!slots[i].page) {
			uint8_t *copy = replace(page);

			if (!copy)
				return NULL;
			slots[i].page = page;
			slots[i].writable = copy;
			break;
		}
		i = (i + 1) % SLOTS;
	}
	return slots[i].writable + address % PAGE;
}

static bool is_read(uint64_t address, const uint64_t *accesses, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		uint64_t start = accesses[i] & WIRE_ADDRESS_MASK;

		if (address >= start && address - start < (accesses[i] >> WIRE_COUNT_SHIFT & WIRE_SIZE_MASK))
			return true;
	}
	return false;
}

static bool plan(uint64_t address, const struct insn *insn, const uint64_t *accesses, unsigned int count)
{
	/* The instruction may be its own successor, or read the byte as data. */
	if (address - insn->address < insn->length || is_read(address, accesses, count))
		return false;
	armed[armed_count].place = writable(address);
	armed[armed_count].address = address;
	return armed[armed_count++].place != NULL;
}

bool step_arm(const struct insn *insn, const uint64_t *accesses, unsigned int count)
{
	bool known = insn->flow != FLOW_UNKNOWN;
	unsigned int i;

	armed_count = 0;
	if (known && insn->flow != FLOW_JUMP)
		known = plan(insn->address + insn->length, insn, accesses, count);
	if (known && insn->flow != FLOW_NEXT)
		known = plan(insn->target, insn, accesses, count);
	if (!known) {
		armed_count = 0;
		return false;
	}
	for (i = 0; i < armed_count; i++) {
		armed[i].byte = *armed[i].place;
		*(volatile uint8_t *)armed[i].place = BREAKPOINT;
	}
	return true;
}

bool step_disarm(uint64_t stopped)
{
	bool hit = false;

	/* Backwards: both may be at one place. */
	while (armed_count > 0) {
		armed_count--;
		*(volatile uint8_t *)armed[armed_count].place = armed[armed_count].byte;
		if (armed[armed_count].address == stopped - 1)
			hit = true;
	}
	return hit;
}
