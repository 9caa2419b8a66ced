// Two pointers of one region are compared: they may be the same one.
#include <stdint.h>
#include "bolt.h"

static uint8_t objects[16][16];
static void *keys[16];

void setup(void)
{
	for (int i = 0; i < 16; i++)
		keys[i] = objects[i];
	bolt_state("table.keys", keys, sizeof(keys[0]), 16, "key:*16");
}

int nf(uint8_t *packet, uint16_t length)
{
	int sum;

	if (length < 8)
		return -1;
	sum = packet[2];
	if (keys[packet[0] & 15] == keys[packet[1] & 15]) {
		sum *= packet[3];
		sum ^= 77;
		sum *= packet[4];
	}
	return sum;
}
