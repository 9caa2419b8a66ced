// What earlier packets have left is divided by: the one that leaves a zero is told, and so is the one that divides by it.
#include <stdint.h>

static uint32_t quota[16];

void setup(void)
{
	for (int i = 0; i < 16; i++)
		quota[i] = 7;
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 8)
		return 0;
	if (packet[0] == 9) {
		quota[packet[1] & 15] = packet[2];
		return 1;
	}
	return (packet[3] * 256u + packet[4]) / quota[packet[1] & 15];
}
