/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which cache lines one execution touches, each counted once: those of code and
 * those of data, each by themselves.
 */
#ifndef BOLT_LINES_H
#define BOLT_LINES_H

#include <stdint.h>

enum line_kind {
	LINE_DATA,
	LINE_CODE,
};

/* Room for lines; 0, or -1 if there is no memory for it. */
int lines_open(void);

/* Forgets all lines: an execution begins. */
void lines_begin(void);

/* Bytes that are accessed or executed, at least one. */
void lines_touch(enum line_kind kind, uint64_t address, uint64_t size);

/* How many lines were touched; from LINES_MOST on no more are counted. */
#define LINES_MOST (3ULL << 19)
uint64_t lines_count(void);

/* The addresses of these lines; one that is both of code and of data stands there twice. */
const uint64_t *lines_touched(void);

#endif
