/* SPDX-License-Identifier: Apache-2.0 */
/* What devices need to look at memory and to say what they wrote; see device.h. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "device.h"

bool device_peek(void *to, const void *from, size_t size)
{
	struct iovec local = { to, size }, remote = { (void *)from, size };

	return device_peek_all(&local, &remote, 1);
}

bool device_peek_all(const struct iovec *to, const struct iovec *from, size_t count)
{
	ssize_t size = 0;
	size_t i;

	for (i = 0; i < count; i++)
		size += to[i].iov_len;
	return process_vm_readv(getpid(), to, count, from, count, 0) == size;
}

void (*bolt_device_touched)(uint64_t address, uint64_t size);

void device_touch(const void *at, size_t size)
{
	if (bolt_device_touched)
		bolt_device_touched((uint64_t)at, size);
}

struct device_part *device_add_before(struct device_part *part, const void *at)
{
	const uint64_t *word = (const uint64_t *)((uint64_t)at & -8ull);

	part = device_add(part, DEVICE_BEFORE, word, 0, 64, "");
	part[-1].value = *word;
	return part;
}

struct device_part *device_add(struct device_part *part, enum device_part_kind kind, const void *at, unsigned int first,
			       unsigned int count, const char *name)
{
	memset(part, 0, sizeof(*part));
	part->kind = kind;
	part->address = (uint64_t)at;
	part->first = first;
	part->count = count;
	snprintf(part->name, sizeof(part->name), "%s", name);
	return part + 1;
}
