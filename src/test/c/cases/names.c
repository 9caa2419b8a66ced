// A name as packets of DNS hold it: labels one behind the other, and pointers to where the rest of it is, of which a few are followed.
#include <stdint.h>

#define MOST_POINTERS 8

int nf(uint8_t *packet, uint16_t length)
{
	const uint8_t *message = packet + 42;
	unsigned size, at = 12, pointers = 0;
	uint32_t hash = 5381;

	if (length < 55)
		return -1;
	size = length - 42;
	while (at < size) {
		uint8_t label = message[at];

		if (label == 0)
			return hash & 0x7fffffff;
		if ((label & 0xc0) == 0xc0) {
			if (at + 1 >= size || ++pointers > MOST_POINTERS)
				return -3;
			at = (label & 0x3f) << 8 | message[at + 1];
			continue;
		}
		if (label > 63 || at + label + 1 > size)
			return -2;
		for (unsigned i = 1; i <= label; i++) {
			uint8_t c = message[at + i];

			if (c >= 'A' && c <= 'Z')
				c |= 0x20;
			hash = hash * 33 + c;
		}
		at += label + 1;
	}
	return -4;
}
