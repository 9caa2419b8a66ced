// An instruction without semantics on one branch.
// paths: 2
// complete: no
// stops: UNSUPPORTED
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] == 7) {
		uint32_t a = 0, b, c = 0, d;

		__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
		return b;
	}
	return packet[1];
}
