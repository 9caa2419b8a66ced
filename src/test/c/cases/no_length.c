// A packet without a length: its bytes are any all the same.
#include <stdint.h>

int nf(uint8_t *packet)
{
	if (packet[12] == 8)
		return packet[20] * packet[21] % 7;
	return -1;
}
