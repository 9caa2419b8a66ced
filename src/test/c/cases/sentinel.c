// A field that may also hold a sentinel, and an index that is in bounds because it was compared with that one number.
#include <stdint.h>
#include "bolt.h"

#define COUNT 4096
#ifndef NONE
#define NONE COUNT
#define RANGE "0..4096"
#endif

static struct cell { uint32_t next; uint32_t value; } cells[COUNT];
static uint32_t head = NONE;

void setup(void)
{
	for (int i = 0; i < COUNT; i++)
		cells[i].next = NONE;
	bolt_state("list.cells", cells, sizeof(cells[0]), COUNT, "next:u32 " RANGE ", value:u32");
	bolt_state("list.head", &head, sizeof(head), 1, "head:u32 " RANGE);
}

int nf(uint8_t *packet, uint16_t length)
{
	uint32_t at = head;

	if (length < 20)
		return -1;
	for (int i = 0; i < 3; i++) {
		if (at == NONE)
			return -2;
		if (cells[at].value == packet[0])
			return 1;
		at = cells[at].next;
	}
	return 0;
}
