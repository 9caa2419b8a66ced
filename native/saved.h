/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory as it was at one moment, to go back to after any number of stores.
 *
 * All pages that can be written and hold something are copied at that moment;
 * one that held nothing was zero. Going back touches only pages that are known
 * to have been stored to.
 */
#ifndef BOLT_SAVED_H
#define BOLT_SAVED_H

#include <stdint.h>

/* Memory that is not the target's, to be left as it is. Before saved_take(). */
void saved_exclude(uint64_t start, uint64_t end);

/* Copies; later calls change nothing. 0, or -1 if it cannot be done. */
int saved_take(void);

/* Bytes of the target were stored to. It may be called while vector registers are the target's. */
void saved_touch(uint64_t address, uint64_t length);

/* Puts back what was stored to. */
void saved_restore(void);

/* What a page held that can be written, NULL for zeros. It may be called while vector registers are the target's. */
const uint8_t *saved_page(uint64_t page);

#endif
