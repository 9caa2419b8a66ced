// An instruction without semantics on one branch.
// paths: 2
// complete: no
// stops: UNSUPPORTED
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] == 7) {
		__asm__ volatile("fninit");
		return 3;
	}
	return packet[1];
}
