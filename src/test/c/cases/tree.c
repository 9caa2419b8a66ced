// A search tree that packets do not change: pointers from node to node, and the last one that was not above the key.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct node {
	struct node *below, *above;
	uint32_t key;
	uint32_t value;
};

static struct node *root;

static struct node *subtree(uint32_t from, uint32_t to)
{
	struct node *node;

	if (from == to)
		return NULL;
	node = malloc(sizeof(*node));
	node->key = (from + to) / 2 * 1000003;
	node->value = (from + to) / 2 % 7;
	node->below = subtree(from, (from + to) / 2);
	node->above = subtree((from + to) / 2 + 1, to);
	return node;
}

void setup(void)
{
	root = subtree(1, 64);
}

int nf(uint8_t *packet, uint16_t length)
{
	const struct node *node, *last = NULL;
	uint32_t key;

	if (length < 34)
		return -1;
	memcpy(&key, packet + 30, sizeof(key));
	for (node = root; node; ) {
		if (key < node->key) {
			node = node->below;
		} else {
			last = node;
			node = node->above;
		}
	}
	return last ? (int)last->value : -2;
}
