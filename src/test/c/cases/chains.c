// A hash table in one piece of memory: chains of nodes out of a pool, and a list of those that are free.
#include <stdint.h>
#include <stdlib.h>

struct node {
	struct node *next;
	uint32_t key;
	uint32_t hits;
};

struct table {
	struct node *buckets[16];
	struct node *free;
	uint32_t used;
	struct node pool[32];
	uint64_t full;
};

static struct table *table;

void setup(void)
{
	table = calloc(1, sizeof(*table));
	for (int i = 0; i < 32; i++) {
		table->pool[i].next = table->free;
		table->free = &table->pool[i];
	}
}

static void take_out(struct node **bucket, struct node *node)
{
	while (*bucket != node)
		bucket = &(*bucket)->next;
	*bucket = node->next;
	node->next = table->free;
	table->free = node;
	table->used--;
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 8)
		return 0;
	uint32_t key = packet[0] | packet[1] << 8 | packet[2] << 16;
	struct node **bucket = &table->buckets[(key ^ key >> 4) & 15], *node;
	for (node = *bucket; node; node = node->next) {
		if (node->key == key)
			break;
	}
	if (node && packet[3] == 1) {
		take_out(bucket, node);
		return 2;
	}
	if (node)
		return ++node->hits;
	node = table->free;
	if (!node) {
		table->full++;
		return -1;
	}
	table->free = node->next;
	node->key = key;
	node->hits = 0;
	node->next = *bucket;
	*bucket = node;
	table->used++;
	return 1;
}
