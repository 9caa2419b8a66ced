// A list of 200 nodes that packets do not change, left where the packet says or at its end.
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct node *next;
	uint32_t key, weight;
};

static struct node *head;

void setup(void)
{
	for (uint32_t i = 0; i < 200; i++) {
		struct node *n = malloc(sizeof(*n));

		n->key = i * 5;
		n->weight = i;
		n->next = head;
		head = n;
	}
}

int nf(uint8_t *packet, uint16_t length)
{
	const struct node *n;

	if (length < 34)
		return -1;
	n = head;
	while (n && n->key != packet[0] * 5)
		n = n->next;
	if (!n)
		return -2;
	return n->weight;
}
