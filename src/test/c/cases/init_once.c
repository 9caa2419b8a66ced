// The first packet sets a table up, later ones read it.
#include <stdint.h>

static int ready;
static uint32_t table[64];

int nf(uint8_t *packet, uint16_t length)
{
	if (!ready) {
		for (int i = 0; i < 64; i++)
			table[i] = i * 7;
		ready = 1;
		return 0;
	}
	return table[packet[0] & 63] % (length | 1);
}
