// A loop without end on one branch, whose iterations are all alike.
// paths: 2
// complete: no
// stops: ENDLESS
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] == 7)
		for (;;)
			sink++;
	return packet[1];
}
