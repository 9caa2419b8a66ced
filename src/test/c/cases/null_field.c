// A pointer that is null before the first packet, and after some, and is followed all the same.
#include <stdint.h>

struct counter {
	uint32_t limit;
	uint32_t count;
};

static struct counter one, two, *current;

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	switch (packet[0]) {
	case 1:
		current = &one;
		return 1;
	case 2:
		current = &two;
		return 1;
	case 3:
		current = 0;
		return 1;
	}
	return ++current->count > 3;
}
