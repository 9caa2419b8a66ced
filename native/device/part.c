/* SPDX-License-Identifier: Apache-2.0 */
/* Saying what a device wrote; see device.h. */
#include <stdio.h>
#include <string.h>

#include "device.h"

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
