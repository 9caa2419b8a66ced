// The checksum over a header whose length the packet says.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	unsigned int bytes;
	uint32_t sum = 0;

	if (length < 20)
		return -1;
	bytes = (packet[0] & 15) * 4;
	if (bytes > length)
		return -2;
	for (unsigned int i = 0; i < bytes; i += 2)
		sum += packet[i] << 8 | packet[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}
