// Loops over 64 bytes that compilers turn into vectors: comparisons, counts, conditional stores.
#include <stdint.h>
#include <string.h>
#include "bolt.h"

#define SLOTS 64

static uint32_t ages[SLOTS];
static uint8_t kinds[SLOTS];

void setup(void)
{
	bolt_state("ages", ages, sizeof(ages[0]), SLOTS, "age:u32");
	bolt_state("kinds", kinds, sizeof(kinds[0]), SLOTS, "kind:u8");
}

int nf(uint8_t *packet, uint16_t length)
{
	uint32_t found = 0, large = 0;

	if (length < 64)
		return -1;
	for (int i = 0; i < 64; i++)
		found += packet[i] == packet[1];
	for (int i = 0; i < 16; i++) {
		uint32_t word;

		memcpy(&word, packet + 4 * i, 4);
		if (word > 0x80000000u)
			large ^= word;
	}
	for (int i = 0; i < SLOTS; i++) {
		if (ages[i] > 1000)
			ages[i] = 0;
	}
	for (int i = 0; i < SLOTS; i++)
		kinds[i] = kinds[i] == packet[2] ? packet[3] : kinds[i];
	if (found > 20)
		return 2;
	return large & 1 ? packet[4] / 3 : 5;
}
