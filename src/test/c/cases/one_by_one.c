// Variables that packets set one after the other: each shows only when those before it are taken to hold anything.
#include <stdint.h>

static int first, second, third, fourth, fifth, sixth;

int nf(uint8_t *packet, uint16_t length)
{
	(void)length;
	if (!first) {
		first = 1;
		return 1;
	}
	if (!second) {
		second = 1;
		return 2;
	}
	if (!third) {
		third = 1;
		return 3;
	}
	if (!fourth) {
		fourth = 1;
		return 4;
	}
	if (!fifth) {
		fifth = 1;
		return 5;
	}
	if (!sixth) {
		sixth = 1;
		return packet[0] * packet[1];
	}
	return 6;
}
