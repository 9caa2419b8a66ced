/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "saved.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory.h"

#define PAGE 4096ULL
#define PRESENT (3ULL << 62)	/* in memory, or swapped out (Documentation/admin-guide/mm/pagemap.rst) */
#define MOST_RANGES 64
#define INDEX_SIZE (1U << 21)	/* slots, twice as many as pages there can be: 4 GB */
#define MOST_PAGES (INDEX_SIZE / 2)
#define COPY_SIZE (MOST_PAGES * PAGE)

static struct {
	uint64_t start, end;
} excluded[MOST_RANGES];
static unsigned int excluded_count;

/* From the address of a page to its copy; a page without one was zero. */
static struct slot {
	uint64_t page;		/* 0: empty */
	const uint8_t *copy;	/* NULL: it held nothing */
	bool touched;
} *table;
static uint32_t table_used;

static uint8_t *copies;
static uint64_t copies_used;

static struct slot **touched;
static uint32_t touched_count;
static uint64_t last_page;

void saved_exclude(uint64_t start, uint64_t end)
{
	if (excluded_count == MOST_RANGES)
		return;
	excluded[excluded_count].start = start;
	excluded[excluded_count++].end = end;
}

static bool is_excluded(uint64_t page)
{
	unsigned int i;

	for (i = 0; i < excluded_count; i++) {
		if (page + PAGE > excluded[i].start && page < excluded[i].end)
			return true;
	}
	return false;
}

/* NULL if there is no room for another page. */
static struct slot *slot_of(uint64_t page)
{
	uint32_t i = (page / PAGE * 0x9e3779b97f4a7c15ULL) >> 43;

	while (table[i].page != page) {
		if (!table[i].page) {
			if (table_used == MOST_PAGES)
				return NULL;
			table_used++;
			table[i].page = page;
			break;
		}
		i = (i + 1) % INDEX_SIZE;
	}
	return &table[i];
}

static int save(uint64_t page)
{
	uint8_t *copy = copies + copies_used;
	struct slot *slot;

	if (is_excluded(page) || memory_read(copy, page, PAGE) != PAGE)
		return 0;
	slot = slot_of(page);
	if (!slot)
		return -1;
	copies_used += PAGE;
	slot->copy = copy;
	return 0;
}

/* A private page of a file that was not touched holds what the file does, so it is always copied. */
static int save_range(uint64_t start, uint64_t end, bool of_file, int pagemap)
{
	uint64_t entries[512];
	uint64_t page = start;

	while (page < end) {
		uint64_t count = (end - page) / PAGE, i;

		if (count > 512)
			count = 512;
		if (pread(pagemap, entries, count * 8, page / PAGE * 8) != (ssize_t)(count * 8))
			return -1;
		for (i = 0; i < count; i++, page += PAGE) {
			if ((of_file || (entries[i] & PRESENT)) && save(page) < 0)
				return -1;
		}
	}
	return 0;
}

/* Reads like the kernel writes: "start-end rwxp offset device inode path". */
static int save_line(const char *line, int pagemap)
{
	char *rest;
	uint64_t start = strtoull(line, &rest, 16);
	uint64_t end = strtoull(rest + 1, &rest, 16);
	bool private = rest[1] == 'r' && rest[2] == 'w' && rest[4] == 'p';
	bool shared = rest[1] == 'r' && rest[2] == 'w' && rest[4] == 's';

	if (!private && !shared)
		return 0;
	return save_range(start, end, private && strchr(rest, '/'), pagemap);
}

static char *read_maps(void)
{
	const uint64_t size = 1 << 20;
	char *text = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	ssize_t got;
	uint64_t used = 0;

	if (text == MAP_FAILED || fd < 0)
		return NULL;
	saved_exclude((uint64_t)text, (uint64_t)text + size);
	while (used < size - 1 && (got = read(fd, text + used, size - 1 - used)) > 0)
		used += got;
	close(fd);
	return text;
}

static int save_all(void)
{
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	char *line = read_maps();
	char *end;
	int result = pagemap < 0 || !line ? -1 : 0;

	for (; result == 0 && (end = strchr(line, '\n')); line = end + 1) {
		*end = 0;
		result = save_line(line, pagemap);
	}
	if (pagemap >= 0)
		close(pagemap);
	return result;
}

static void *map(uint64_t size)
{
	void *at = map_elsewhere(size);

	if (at)
		saved_exclude((uint64_t)at, (uint64_t)at + size);
	return at;
}

int saved_take(void)
{
	static enum { NOT_YET, TAKEN, IMPOSSIBLE } state;

	if (state == NOT_YET) {
		/* A target that locks its memory would have all of these filled at once. */
		munlockall();
		table = map(INDEX_SIZE * sizeof(*table));
		copies = map(COPY_SIZE);
		touched = map(MOST_PAGES * sizeof(*touched));
		state = table && copies && touched && save_all() == 0 ? TAKEN : IMPOSSIBLE;
	}
	return state == TAKEN ? 0 : -1;
}

static void touch(uint64_t page)
{
	struct slot *slot = slot_of(page);

	last_page = page;
	if (!slot || slot->touched)
		return;
	slot->touched = true;
	touched[touched_count++] = slot;
}

void saved_touch(uint64_t address, uint64_t length)
{
	uint64_t page = address & -PAGE;

	if (length == 0)
		return;
	for (; page <= ((address + length - 1) & -PAGE); page += PAGE) {
		if (page != last_page)
			touch(page);
	}
}

const uint8_t *saved_page(uint64_t page)
{
	const struct slot *slot = slot_of(page);

	return slot ? slot->copy : NULL;
}

void saved_restore(void)
{
	uint32_t i;

	for (i = 0; i < touched_count; i++) {
		struct slot *slot = touched[i];

		if (slot->copy)
			memcpy((void *)slot->page, slot->copy, PAGE);
		else
			memset((void *)slot->page, 0, PAGE);
		slot->touched = false;
	}
	touched_count = 0;
	last_page = 0;
}
