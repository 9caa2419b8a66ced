/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the latest packet of a sequence has changed in memory, cache line by cache
 * line, to go back before it and forth again.
 *
 * What a line held before is known from saved.h at first, and from then on from
 * what it held after each packet. So all packets must be followed from the one
 * behind saved_restore() on; after one that was not nothing is known until
 * memory is restored.
 */
#ifndef BOLT_CHANGES_H
#define BOLT_CHANGES_H

#include <stdbool.h>
#include <stdint.h>

/* Room for lines; 0, or -1 if there is no memory for it. */
int changes_open(void);

/* Memory is as it was saved. */
void changes_reset(void);

/* Something is executed that is not followed. */
void changes_lose(void);

/* Whether it is known what to go back to. */
bool changes_known(void);

/* What memory holds now is what to go back to. */
void changes_begin(void);

/* Bytes of the target were stored to, of which saved.h knows. It may be called while vector registers are the target's. */
void changes_touch(uint64_t address, uint64_t length);

/* What memory holds now is what to go forth to. */
void changes_end(void);

void changes_back(void);
void changes_forth(void);

/* Whether memory is as changes_forth() makes it, but for a stack without entries, whose top is given. */
bool changes_repeated(uint64_t stack);

#endif
