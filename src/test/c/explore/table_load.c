// A load with a symbolic index from a small table.
// builds: gcc -O2 | gcc -O0
// paths: 2
#include "program.h"

static uint32_t table[16] = { 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2 };

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (table[packet[3] & 15] > 6)
		return table[packet[4] >> 4];
	return -1;
}
