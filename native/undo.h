/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What memory held before a replay changed it, so that it can be put back.
 *
 * The log is one mapping, filled upwards: the bytes, padded to whole words,
 * then their address and length, so that it can be read backwards.
 */
#ifndef BOLT_UNDO_H
#define BOLT_UNDO_H

#include <stdint.h>

enum undo_result {
	UNDO_SAVED,
	UNDO_UNREADABLE,	/* not all of the range is memory that can be read */
	UNDO_FULL,
};

/* Maps the log; 0, or -1 if there is no memory for it. */
int undo_open(void);

enum undo_result undo_save(uint64_t address, uint64_t length);

/* The present end of the log, and dropping what was saved after such an end. */
uint64_t undo_mark(void);
void undo_drop(uint64_t mark);

/* Puts everything back, latest first, and empties the log. */
void undo_all(void);

#endif
