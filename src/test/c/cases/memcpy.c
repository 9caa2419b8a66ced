// A copy of so many bytes as the packet says.
#include <stdint.h>
#include <string.h>

uint8_t copy[256];

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 16)
		return -1;
	memcpy(copy, packet, packet[0] & 15);
	return copy[3];
}
