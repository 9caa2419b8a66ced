// Counts in a loop, at places of which there are too many to follow each: what later iterations find there nobody can tell.
#include <stdint.h>

static uint32_t counters[65536];

int nf(uint8_t *packet, uint16_t length)
{
	int often = 0;

	for (uint16_t i = 0; i + 1 < length; i += 2)
		often += counters[packet[i] << 8 | packet[i + 1]]++ > 0 ? 3 : 0;
	return often;
}
