// The only length that there can be is no zero, which is where the search for inputs begins.
// length: 4..4
// paths: 2
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (length == 0)
		return -1;
	if (packet[3] == 7)
		sink = 1;
	return length;
}
