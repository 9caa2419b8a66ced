// A loop without end on one branch, which looks at the packet and is cut.
// builds: gcc -O1 -fno-if-conversion
// complete: no
// stops: ENDLESS
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] == 7)
		for (unsigned i = 0; ; i++)
			if (packet[i & 31] & 1)
				sink = 1;
			else
				sink = sink + 5;
	return packet[1];
}
