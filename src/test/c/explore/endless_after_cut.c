// A loop without end on one branch, with a different way round for each input, none of which leaves it.
// builds: gcc -O1 -fno-if-conversion
// complete: no
// stops: ENDLESS
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] == 7)
		for (;;) {
			if (now & 1)
				sink = 1;
			else
				sink = 2;
			now = now >> 1 | now << 63;
		}
	return packet[1];
}
