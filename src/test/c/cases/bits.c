// Loops that take a bit of a number each time round: at most so many iterations as it has bits.
#include <stdint.h>

static const uint8_t weights[64] = {3, 1, 4, 1, 5};

int nf(uint8_t *packet, uint16_t length)
{
	uint32_t mask, sum = 0;
	uint64_t digits;

	if (length < 16)
		return -1;
	if (packet[0] & 1) {
		for (mask = *(uint32_t *)(packet + 4); mask; mask &= mask - 1)
			sum += weights[__builtin_ctz(mask)];
		return sum;
	}
	for (digits = *(uint64_t *)(packet + 8); digits; digits /= 10)
		sum++;
	return sum;
}
