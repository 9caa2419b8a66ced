// A packet offset taken from a header field, as of IP options.
// bytes: 0..255
// paths: 4..5
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	unsigned header;

	if (length < 34)
		return -1;
	header = (packet[14] & 15) * 4;
	if (header < 20 || 14 + header + 4 > length)
		return -2;
	if (*(uint16_t *)(packet + 14 + header) == 0x3500)
		return 1;
	return packet[14 + header + 2];
}
