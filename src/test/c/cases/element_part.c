// An array in an element of 24 bytes, its index bounded by nothing but a comparison in 64 bits.
#include <stdint.h>
#include <string.h>
#include "bolt.h"

#define COUNT 700

struct node { uint32_t child[5]; uint32_t value; } nodes[COUNT];

void setup(void)
{
#ifndef UNDECLARED
	bolt_state("tree.nodes", nodes, sizeof(nodes[0]), COUNT,
		   "c0:u32 0..699, c1:u32 0..699, c2:u32 0..699, c3:u32 0..699, c4:u32 0..699, value:u32");
#endif
}

int nf(uint8_t *packet, uint16_t length)
{
	uint64_t index;
	uint8_t way;

	if (length < 20)
		return -1;
	memcpy(&index, packet, 8);
	way = packet[8];
	if (index >= COUNT || way >= 5)
		return -2;
	for (int i = 0; i < 2; i++)
		index = nodes[index].child[way];
	return nodes[index].value == 7 ? packet[9] / 3 : 4;
}
