// Loops that count down: to a number below zero, in eight bits of a wide register, and by a comparison of some bits of what is left.
#include <stdint.h>

static uint32_t largest(uint8_t n, uint32_t s)
{
	do {
		s = s * 3 + n;
	} while (--n > 3);
	return s;
}

int nf(uint8_t *p, uint16_t length)
{
	int s = 0;
	if (length < 32)
		return -1;
	if (p[0] == 1) {
		for (int i = length - 20; i >= -5; i -= 2)
			s += i & 1 ? 2 : p[(i + 5) & 31];
		return s;
	}
	if (p[0] == 2) {
		for (int8_t c = (int8_t)p[1]; c > -100; c -= 9) {
			s += c;
			if (c > 9 && c < 13)
				s *= 3;
		}
		return s;
	}
	s = largest(p[1] | 1, s);
	return largest(p[1] | 1, s);
}
