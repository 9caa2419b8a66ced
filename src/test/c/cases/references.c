// Pointers to objects that are counted, and null pointers where there is none.
#include <stdint.h>
#include <stddef.h>

struct object {
	int32_t references;
	uint32_t weight;
};

static struct object objects[4];
static struct object *bound[16];

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	struct object **slot = &bound[packet[0] & 15];
	struct object *next = &objects[packet[1] & 3];
	if (*slot && --(*slot)->references == 0) {
		int sum = 0;
		for (int i = 0; i < 16; i++)
			sum += bound[i] != NULL;
		(*slot)->weight = sum;
	}
	if (packet[2] & 1) {
		*slot = NULL;
		return 0;
	}
	next->references++;
	*slot = next;
	return next->weight;
}
