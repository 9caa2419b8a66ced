/* SPDX-License-Identifier: Apache-2.0 */
/* All registers but the general ones, and memory in the format of XSAVE, or of FXSAVE where a processor has no more. */
#ifndef BOLT_VECTORS_H
#define BOLT_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

static inline void vectors_load(bool extended, const uint8_t *from)
{
	if (extended)
		__asm__ volatile("xrstor64 (%0)" : : "r"(from), "a"(-1), "d"(-1) : "memory");
	else
		__asm__ volatile("fxrstor64 (%0)" : : "r"(from) : "memory");
}

static inline void vectors_store(bool extended, uint8_t *to)
{
	if (extended)
		__asm__ volatile("xsave64 (%0)" : : "r"(to), "a"(-1), "d"(-1) : "memory");
	else
		__asm__ volatile("fxsave64 (%0)" : : "r"(to) : "memory");
}

#endif
