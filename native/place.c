/* SPDX-License-Identifier: Apache-2.0 */
/* Where the entry is; see agent.h. */
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "agent.h"

#define MOST_FIRST_ARGUMENTS 1024

static struct {
	uint64_t address;	/* link-time, in its object */
	bool in_program;
	dev_t device;		/* of the object's file */
	ino_t inode;
} wanted;

static uint64_t first_arguments[MOST_FIRST_ARGUMENTS];
static unsigned int first_argument_count;	/* 0: any will do */
static int64_t arrivals_left;

static int first_object(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	*(uint64_t *)data = info->dlpi_addr;
	return 1;
}

void place_program(void)
{
	dl_iterate_phdr(first_object, &agent.bias);
}

void place_want(const char *object, const char *address, const char *firsts, const char *arrival)
{
	struct stat file;

	wanted.address = strtoull(address, NULL, 16);
	wanted.in_program = !object;
	arrivals_left = arrival ? strtoull(arrival, NULL, 16) : 1;
	if (object && stat(object, &file) == 0) {
		wanted.device = file.st_dev;
		wanted.inode = file.st_ino;
	}
	while (firsts && *firsts && first_argument_count < MOST_FIRST_ARGUMENTS) {
		char *end;

		first_arguments[first_argument_count++] = strtoull(firsts, &end, 16);
		firsts = *end ? end + 1 : end;
	}
}

/* Reads the loader's list itself: it is asked for while the loader holds its lock. */
bool place_find(uint64_t *entry)
{
	const struct link_map *object;

	if (wanted.in_program) {
		*entry = agent.bias + wanted.address;
		return true;
	}
	for (object = _r_debug.r_map; object; object = object->l_next) {
		struct stat file;

		if (stat(object->l_name[0] ? object->l_name : "/proc/self/exe", &file) < 0)
			continue;
		if (file.st_dev == wanted.device && file.st_ino == wanted.inode) {
			*entry = object->l_addr + wanted.address;
			return true;
		}
	}
	return false;
}

uint64_t place_of_loader(void)
{
	return _r_debug.r_brk;
}

bool place_is_wanted(uint64_t first_argument)
{
	unsigned int i;

	for (i = 0; i < first_argument_count; i++) {
		if (first_arguments[i] == first_argument)
			return true;
	}
	return first_argument_count == 0;
}

bool place_names_queues(void)
{
	return first_argument_count > 0;
}

bool place_is_awaited(void)
{
	return __atomic_sub_fetch(&arrivals_left, 1, __ATOMIC_SEQ_CST) <= 0;
}
