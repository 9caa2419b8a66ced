// A state machine whose state is the function that takes the next packet.
#include <stdint.h>

static int idle(uint8_t *packet);
static int begin(uint8_t *packet);
static int more(uint8_t *packet);

static int (*handler)(uint8_t *) = idle;
static uint8_t left;

static int idle(uint8_t *packet)
{
	if (packet[0] == 0x7e)
		handler = begin;
	return 0;
}

static int begin(uint8_t *packet)
{
	left = packet[0] & 15;
	handler = left ? more : idle;
	return 1;
}

static int more(uint8_t *packet)
{
	int sum = 0;

	for (int i = 0; i < left; i++)
		sum += packet[i];
	if (--left == 0)
		handler = idle;
	return sum;
}

int nf(uint8_t *packet, uint16_t length)
{
	return length < 16 ? 0 : handler(packet);
}
