// A counter of eight bits goes from one byte to another, past 255 if need be.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	int sum = 0;

	if (length < 8)
		return -1;
	for (uint8_t i = packet[0]; i != packet[1]; i++)
		sum += i;
	return sum;
}
