// The time-stamp counter does not run backwards.
// paths: 1..2
#include "program.h"

static uint64_t rdtsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint64_t first = rdtsc();
	uint64_t second = rdtsc();

	if (second < first)
		return -1;
	if (second - first > 1000000)
		return 1;
	return 2;
}
