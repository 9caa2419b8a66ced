// The first packet sets up a table and the pointer to another.
#include <stdint.h>

static uint8_t ready;
static uint8_t weights[256];
static uint16_t counts[64];
static uint16_t *current;

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	if (!ready) {
		for (int i = 0; i < 256; i++)
			weights[i] = i * 7;
		current = counts;
		ready = 1;
	}
	if (weights[packet[0]] > 250)
		current[packet[1] & 63]++;
	return current[packet[1] & 63] > 3;
}
