/* SPDX-License-Identifier: Apache-2.0 */
/* The target's memory, and the agent's own beside it. */
#ifndef BOLT_MEMORY_H
#define BOLT_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Zeroed memory of the agent's own, far from the target's code: the room next to
 * that is for copies of it (translate.h). NULL if there is none.
 */
void *map_elsewhere(uint64_t size);

/*
 * Room for objects that pointers in abstract state lead to; the exploration
 * counts on its address. Without it a replay that needs it is refused when it
 * writes there.
 */
void map_objects(void);

/* Copies from target memory; the number of bytes that could be copied. */
uint64_t memory_read(void *to, uint64_t address, uint64_t length);

/* Copies to target memory, to be undone; false if it cannot be, or could not be undone. */
bool memory_write(uint64_t address, const void *bytes, uint64_t length);

/* Changes a byte of code whatever its protection; 0, or -1. */
int memory_poke(uint64_t address, uint8_t byte);

#endif
