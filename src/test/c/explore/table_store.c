// A store with a symbolic index, read back through another one.
// paths: 2
#include "program.h"

static uint16_t table[32];

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	table[packet[0] & 31] = length;
	table[packet[1] & 31] += port;
	if (table[packet[2] & 31] == 77)
		return 1;
	return table[5];
}
