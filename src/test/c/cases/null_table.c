// A table that packets of one kind set up and those of another take for granted.
#include <stdint.h>

static uint16_t counts[64];
static uint16_t *table;

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	if (packet[0] == 1) {
		table = counts;
		return 1;
	}
#ifdef COUNTS
	table[packet[1] & 63]++;
#endif
	return table[packet[1] & 63] > 3;
}
