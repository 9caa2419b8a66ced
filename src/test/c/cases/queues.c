// Arrays in the elements of an array that nobody has declared: what is held back for each port until it is enough.
// With more than SLOTS, what is written to the last place of all is the length of the next port.
#include <stdint.h>

#define PORTS 16
#define SLOTS 24
#ifndef ENOUGH
#define ENOUGH SLOTS
#endif

static const uint64_t weights[200] = { 3, 1, 4, 1, 5 };
static struct queue { uint16_t length; const uint64_t *slots[SLOTS]; } queues[PORTS];

int nf(uint8_t *packet, uint16_t length)
{
	unsigned sum = 0;

	if (length < 2 || packet[1] >= 200)
		return -1;
	struct queue *queue = &queues[packet[0] % PORTS];
	unsigned used = queue->length;
	queue->slots[used++] = &weights[packet[1]];
	if (used < ENOUGH) {
		queue->length = used;
		return 0;
	}
	for (unsigned i = 0; i < used; i++)
		sum += *queue->slots[i];
	queue->length = 0;
	return sum;
}
