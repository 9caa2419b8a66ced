// What is in memory before the first packet is outside of what is declared.
#include <stdint.h>
#include "bolt.h"

static uint8_t rounds[4] = {3, 0, 200, 1};

void setup(void)
{
	bolt_state("table.rounds", rounds, sizeof(rounds[0]), 4, "count:u8 0..3");
}

int nf(uint8_t *packet, uint16_t length)
{
	int sum = 0;

	if (length < 8)
		return -1;
	for (unsigned int i = 0; i < rounds[packet[0] & 3]; i++)
		sum += i ^ packet[1];
	return sum;
}
