// Lists in one array: its first elements are their heads, which hold what cells never do, and the other way round.
#include <stdint.h>
#include <stdlib.h>
#include "bolt.h"

#define HEADS 2
#define COUNT 64
#ifndef LEAST
#define LEAST 1
#endif
#ifndef MOST
#define MOST 7
#endif

struct cell {
	uint32_t next;
	uint32_t weight;
} cells[COUNT];

void setup(void)
{
	for (uint32_t i = HEADS; i < COUNT; i++)
		cells[i].weight = 1;
	for (uint32_t i = 0; i < COUNT; i++)
		cells[i].next = HEADS + i % 3;
#ifdef SEED
	srand(SEED);
	for (uint32_t i = 0; i < COUNT; i++)
		cells[i] = (struct cell){i < HEADS ? HEADS + rand() % (COUNT - HEADS) : rand() % COUNT, i < HEADS ? 0 : 1 + rand() % 7};
#endif
#ifndef UNDECLARED
	bolt_state("lists.cells", cells, sizeof(cells[0]), COUNT,
		   "[0..1]: next:u32 2..63, weight:u32 0; [2..]: next:u32 0..63, weight:u32 1..7");
#endif
}

int nf(uint8_t *packet, uint16_t length)
{
	uint32_t head, at, cost;

	if (length < 20)
		return -1;
	head = packet[0] & 1;
	at = cells[head].next;			/* a cell: never divides by zero */
	cost = 1000 / cells[at].weight;
	at = cells[at].next;			/* a cell or a head */
	if (at < HEADS)
		return cells[at].weight == 0 ? 2 : packet[1] / 3;
	if (packet[2] >= LEAST && packet[2] <= MOST) {
		cells[at].weight = packet[2];
#ifdef LATER
		return cost;			/* the next packet divides */
#endif
	} else if (packet[2] == 100)
		cells[packet[3] & 1].next = at;	/* a head gets a cell */
	return cost / cells[at].weight;
}
