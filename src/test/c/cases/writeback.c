// A loop changes bytes of the packet that loops are bounded by, its own bound among them.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	int sum = 0;

	if (length < 24)
		return -1;
	for (unsigned int i = 0; i < (packet[0] & 15); i++) {
		packet[i + 1] = packet[i + 2] ^ 3;
		sum++;
		if (packet[0] == 5)
			packet[0] = 3;
	}
	for (int i = 0; i < (packet[1] & 7); i++)
		sum += packet[2];
	return sum;
}
