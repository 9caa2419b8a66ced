// Pointers in a table lead to objects that lie far apart, of which packets change one: whether it is read depends on the index.
#include <stdint.h>
#include <stdlib.h>

struct object {
	uint32_t limit, weight;
};

static struct object near[8];
static struct object *table[16];
static struct object *last;

void setup(void)
{
	struct object *far = aligned_alloc(64, 1 << 20);

	for (int i = 0; i < 16; i++) {
		table[i] = i < 8 ? &near[i] : &far[1000 * (i - 7)];
		table[i]->limit = 1;
		table[i]->weight = i;
	}
	last = table[12];
}

int nf(uint8_t *packet, uint16_t length)
{
	uint32_t sum = 0;

	if (length < 14)
		return -1;
	if (packet[0] & 1) {
		last->limit = packet[1] & 7;
		return 0;
	}
	if (table[packet[2] & 15]->limit == 5) {
		for (int i = 0; i < 6; i++)
			sum = sum * packet[3 + i] + 1;
		return sum;
	}
	return 1;
}
