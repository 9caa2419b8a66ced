// Two calls through a table of functions, one of which has a loop.
#include <stdint.h>

static int second(uint8_t *packet)
{
	return packet[1];
}

static int product(uint8_t *packet)
{
	return packet[1] * packet[2] + 1;
}

static int loop(uint8_t *packet)
{
	int sum = 0;

	for (int i = 0; i < packet[3]; i++)
		sum += i ^ packet[1];
	return sum;
}

static int none(uint8_t *packet)
{
	return -1;
}

static int (*volatile const functions[8])(uint8_t *) = {second, product, loop, none, second, loop, product, none};

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 8)
		return -1;
	return functions[packet[0] & 7](packet) + functions[packet[4] & 7](packet);
}
