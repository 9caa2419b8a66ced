// SPDX-License-Identifier: Apache-2.0
#include "region.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bolt.h"

#define CACHE_LINE 64

void *region_allocate(size_t count, size_t size)
{
	size_t bytes;
	void *memory;

	if (count == 0 || size == 0 || __builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2)
		return NULL;
	bytes = (bytes + CACHE_LINE - 1) & ~(size_t)(CACHE_LINE - 1);
	memory = aligned_alloc(CACHE_LINE, bytes);
	if (memory)
		memset(memory, 0, bytes);
	return memory;
}

void region_register(const char *name, const void *address, size_t size, size_t count, const char *spec, ...)
{
	char text[256];		/* longer than what a region holds: bolt_state() notices what is too long */
	va_list arguments;

	va_start(arguments, spec);
	vsnprintf(text, sizeof(text), spec, arguments);
	va_end(arguments);
	bolt_state(name, address, size, count, text);
}

void region_name(char name[REGION_NAME_MAX], const char *instance, const char *part)
{
	snprintf(name, REGION_NAME_MAX, "%s.%s", instance, part);
}
