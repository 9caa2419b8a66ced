// A byte to which another one is added as long as it is odd: with an even one for ever.
#include <stdint.h>

int nf(uint8_t *p, uint16_t length)
{
	int rounds = 0;
	if (length < 16)
		return -1;
	while (p[3] & 1) {
		p[3] += p[4];
		rounds++;
	}
	return rounds;
}
