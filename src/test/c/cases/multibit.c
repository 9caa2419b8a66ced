// Longest prefixes in a tree of four bits a step, by indices, that no packet changes; what is beside the indices in a node is none.
#include <stdint.h>

static struct node {
	uint16_t children[16];
	uint8_t ports[16];
} nodes[256];
static uint64_t counts[256];

static void add(uint32_t address, int length, uint8_t port)
{
	static uint16_t used = 1;
	uint16_t at = 0;
	int shift = 12;

	for (; length > 4; length -= 4, shift -= 4) {
		uint16_t *next = &nodes[at].children[address >> shift & 15];

		if (!*next)
			*next = used++;
		at = *next;
	}
	nodes[at].ports[address >> shift & 15] = port;
}

void setup(void)
{
	uint32_t some = 7;

	for (int i = 0; i < 30; i++) {
		some = some * 1664525 + 1013904223;
		add(some >> 16, 8 + i % 2 * 4, 1 + i * 5);
	}
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 34)
		return 0;
	uint32_t address = packet[30] << 8 | packet[31];
	uint8_t best = 0;
	uint16_t at = 0;
	int shift = 12;
	do {
		unsigned bits = address >> shift & 15;

		if (nodes[at].ports[bits])
			best = nodes[at].ports[bits];
		at = nodes[at].children[bits];
		shift -= 4;
	} while (at && shift >= 0);
	counts[best]++;
	return best;
}
