// Each byte is combined with the one before, in the packet; what came of it is looked through. The second loop counts by two what it compares.
#include <stdint.h>

int nf(uint8_t *p, uint16_t length)
{
	int n = 0;
	for (int i = 1; i < length; i++) {
		p[i] ^= p[i - 1];
		if (p[i] == 0x55)
			n++;
	}
	for (int i = 0; i < length; i++) {
		if (p[i] == 0)
			break;
		n += 2;
	}
	return n;
}
