// Repeated string instructions with counts from the packet.
// length: 0..20
// paths: 40..60
#include "program.h"

static uint8_t copy[64];

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	void *to = copy, *from = packet;
	unsigned long count = length;

	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) :: "memory");
	count = packet[0] & 1;
	to = copy;
	__asm__ volatile("rep stosq" : "+D"(to), "+c"(count) : "a"(now) : "memory");
	if (length > 4)
		return copy[4];
	return copy[0];
}
