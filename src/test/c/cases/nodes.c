// Nodes that are allocated one by one at the start, in lists that know the way back.
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct node *next, *previous;
	uint32_t key;
	uint32_t stamp;
};

static struct node *free_nodes, *buckets[8];
static uint32_t clock;

void setup(void)
{
	for (int i = 0; i < 24; i++) {
		struct node *node = calloc(1, sizeof(*node));
		node->next = free_nodes;
		free_nodes = node;
	}
}

static void take_out(struct node **bucket, struct node *node)
{
	if (node->previous)
		node->previous->next = node->next;
	else
		*bucket = node->next;
	if (node->next)
		node->next->previous = node->previous;
	node->next = free_nodes;
	free_nodes = node;
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	clock++;
	uint32_t key = packet[0] << 8 | packet[1];
	struct node **bucket = &buckets[key & 7];
	for (struct node *node = *bucket; node; node = node->next) {
		if (node->key == key && packet[2] & 1) {
			take_out(bucket, node);
			return 3;
		}
		if (node->key == key) {
			node->stamp = clock;
			return 2;
		}
	}
	struct node *node = free_nodes;
	if (!node)
		return -1;
	free_nodes = node->next;
	node->key = key;
	node->stamp = clock;
	node->previous = NULL;
	node->next = *bucket;
	if (*bucket)
		(*bucket)->previous = node;
	*bucket = node;
	return 1;
}
