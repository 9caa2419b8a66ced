// Repeated string instructions with known counts.
// paths: 1
#include "program.h"

static uint8_t copy[64];

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	void *to = copy, *from = packet;
	unsigned long count = 23;

	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) :: "memory");
	to = copy + 3;
	count = 4;
	__asm__ volatile("rep stosq" : "+D"(to), "+c"(count) : "a"(now) : "memory");
	return copy[2] + copy[9];
}
