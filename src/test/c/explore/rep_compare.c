// A repeated comparison ends at the first difference.
// bytes: 0..1
// paths: 8..11
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	void *a = packet, *b = packet + 8;
	unsigned long count = 8;
	uint8_t differs;

	__asm__ volatile("repe cmpsb\n\tsetne %b0" : "=q"(differs), "+S"(a), "+D"(b), "+c"(count) :: "memory", "cc");
	return differs ? (int)count : -1;
}
