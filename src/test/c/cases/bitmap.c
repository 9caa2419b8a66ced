// Free numbers are the bits of some words, and each host holds one of them: as many words may be searched as have none left.
#include <stdint.h>

#define WORDS 16

static uint64_t vacant[WORDS];
static uint16_t held[256]; // a number and one, or 0

void setup(void)
{
	for (int i = 0; i < WORDS; i++)
		vacant[i] = UINT64_MAX;
}

static int take(void)
{
	for (int i = 0; i < WORDS; i++) {
		if (vacant[i]) {
			int bit = __builtin_ctzll(vacant[i]);

			vacant[i] &= vacant[i] - 1;
			return 64 * i + bit;
		}
	}
	return -1;
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 34)
		return 0;
	uint16_t *of_host = &held[packet[29]];
	if (packet[30] & 1) {
		if (*of_host) {
			unsigned number = *of_host - 1;

			vacant[number / 64] |= 1ull << number % 64;
			*of_host = 0;
		}
		return 1;
	}
	if (!*of_host) {
		int number = take();

		if (number < 0)
			return 2;
		*of_host = number + 1;
	}
	packet[31] = *of_host;
	return 3;
}
