// Each 1,024th packet halves the counters.
#include <stdint.h>

static uint32_t seen;
static uint32_t stats[4096];

int nf(uint8_t *packet, uint16_t length)
{
	if (++seen % 1024 == 0)
		for (int i = 0; i < 4096; i++)
			stats[i] /= 2;
	stats[packet[13]]++;
	return 0;
}
