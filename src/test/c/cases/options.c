// Copies the options of a header that is as long as the packet says: a pointer moves as far as what is left of the length shrinks,
// and what is written does not get farther than what is read.
#include <stdint.h>
#include <string.h>

uint8_t kept[44];

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 20)
		return -1;
	unsigned header = (packet[0] & 15) * 4;
	if (header < 20 || header > length)
		return -2;
	uint16_t left = header - 20;
	uint16_t written = 0;
	const uint8_t *option = packet + 20;
	while (left > 0) {
		if (*option == 1) {
			left--;
			option++;
			continue;
		}
		if (*option == 0 || option[1] < 2 || option[1] > left)
			break;
		if (*option & 0x80) {
			memcpy(kept + written, option, option[1]);
			written += option[1];
		}
		left -= option[1];
		option += option[1];
	}
	memset(kept + written, 0, ((written + 3) & ~3) - written);
	return written;
}
