// A division by a byte of the packet: a zero faults.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 8)
		return -1;
	return packet[0] / packet[1];
}
