// What packets leave is in a variable of the function that calls the packet function for each of them.
#include <stdint.h>

struct context {
	uint32_t count;
	uint8_t seen[16];
};

int handle(struct context *context, uint8_t *packet, uint16_t length);
static int (*volatile process)(struct context *, uint8_t *, uint16_t) = handle;

int nf(uint8_t *packet, uint16_t length)
{
	struct context context = {0};
	int sum = 0;

	for (int i = 0; i < 3; i++)
		sum += process(&context, packet, length);
	return sum;
}

int handle(struct context *context, uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	if (context->count == 16) {
		context->count = 0;
		return -1;
	}
	for (uint32_t i = 0; i < context->count; i++) {
		if (context->seen[i] == packet[0])
			return i;
	}
	context->seen[context->count++] = packet[0];
	return 0;
}
