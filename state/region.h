/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for an array of abstract state, and its registration. */
#ifndef REGION_H
#define REGION_H

#include <stddef.h>
#include <stdint.h>

/*
 * Returns @count elements of @size bytes, all zero, at the start of a cache
 * line, or NULL if there is no memory. The caller registers them: the spec
 * often says how many there are.
 */
void *region_allocate(size_t count, size_t size);

/* Registers with a spec that is put together as by printf. */
__attribute__((format(printf, 5, 6)))
void region_register(const char *name, const void *address, size_t size, size_t count, const char *spec, ...);

/* As above, for the array @part of the structure @instance. */
#define REGION_NAME_MAX 48
void region_name(char name[REGION_NAME_MAX], const char *instance, const char *part);

#endif
