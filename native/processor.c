// SPDX-License-Identifier: Apache-2.0
/* What the processor says of itself to a program on this machine, for Bolt, which runs on the same one. */
#include <cpuid.h>
#include <stdint.h>

/* The answer to CPUID for a leaf and a part of it: EAX, EBX, ECX, EDX. */
void bolt_cpuid(uint32_t leaf, uint32_t part, uint32_t answer[4])
{
	__cpuid_count(leaf, part, answer[0], answer[1], answer[2], answer[3]);
}

/* XCR0: the state that the kernel saves; 0 without XSAVE. */
uint64_t bolt_extended_control(void)
{
	uint32_t answer[4], low, high;

	bolt_cpuid(1, 0, answer);
	if (!(answer[2] & bit_OSXSAVE))
		return 0;
	__asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (uint64_t)high << 32 | low;
}
