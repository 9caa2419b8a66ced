// The longest prefix of an address, found bit by bit: which of two nodes comes next is read at the place that the bit says.
#include <stddef.h>
#include <stdint.h>

struct node {
	struct node *next[2];
	int value;
};

static struct node nodes[128];
static int used = 1;

static void add(uint32_t prefix, int length, int value)
{
	struct node *node = &nodes[0];

	for (int i = 0; i < length; i++) {
		struct node **next = &node->next[prefix >> (31 - i) & 1];

		if (!*next) {
			*next = &nodes[used++];
			(*next)->value = -1;
		}
		node = *next;
	}
	node->value = value;
}

void setup(void)
{
	nodes[0].value = -1;
	add(0x0a000000, 8, 1);
	add(0x0a010000, 16, 2);
	add(0xac100000, 12, 3);
	add(0xc0a80000, 16, 4);
	add(0xc0a80100, 24, 5);
}

int nf(uint8_t *packet, uint16_t length)
{
	const struct node *node = &nodes[0];
	uint32_t address;
	int best = -1;

	if (length < 34)
		return -1;
	address = (uint32_t)packet[30] << 24 | packet[31] << 16 | packet[32] << 8 | packet[33];
	for (int i = 0; node; i++) {
		if (node->value >= 0)
			best = node->value;
		if (i == 32)
			break;
		node = node->next[address >> (31 - i) & 1];
	}
	return best;
}
