// Selections without branches.
// paths: 1
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint32_t a = packet[0], b = packet[1], c = packet[2];
	uint32_t low = a < b ? a : b;
	uint32_t high = a < b ? b : a;
	int32_t s = (int8_t)packet[3];

	low = low < c ? low : c;
	high = high < c ? c : high;
	s = s < 0 ? -s : s;
	return (high - low) * 3 + s;
}
