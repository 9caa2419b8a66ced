// A loop in steps of three.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	int sum = 0;

	if (length < 8)
		return -1;
	for (unsigned int i = 0; i < packet[0]; i += 3)
		sum ^= i * 7;
	return sum;
}
