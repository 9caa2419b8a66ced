// Loads and stores that are not aligned and overlap.
// paths: 1..2
// builds: gcc -O2 -fno-strict-aliasing
#include "program.h"

static uint8_t copy[32];

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	*(uint32_t *)(copy + 1) = *(uint32_t *)(packet + 3);
	*(uint16_t *)(copy + 2) = length;
	*(uint64_t *)(copy + 4) ^= now;
	__asm__ volatile("" ::: "memory");
	if (*(uint32_t *)(copy + 3) == 0x12345678)
		return 1;
	return *(uint64_t *)(copy + 1) >> 7;
}
