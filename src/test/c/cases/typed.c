// A list of flows with a sentinel, its cells behind a pointer; nothing of it is registered, its types are in the debug information.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 64
#define NONE 0xffffffffu

struct address {
	uint8_t mac[6];
	uint16_t vlan;
};

struct cell {
	uint32_t next;
	struct address from;
	struct {
		unsigned hops : 4, used : 1, way : 3;
	} flags;
	uint64_t packets[2];
};

struct list {
	uint32_t head;
	struct cell *cells;
} list;

void setup(void)
{
	list.cells = calloc(COUNT, sizeof(*list.cells));
	for (uint32_t i = 0; i < COUNT; i++)
		list.cells[i].next = NONE;
	list.head = NONE;
}

int nf(uint8_t *packet, uint16_t length)
{
	uint32_t at = list.head;

	if (length < 20)
		return -1;
	for (int i = 0; i < 3; i++) {
		if (at == NONE)
			return -2;
		struct cell *cell = &list.cells[at];
		if (memcmp(cell->from.mac, packet + 6, 6) == 0) {
			cell->packets[packet[12] & 1]++;
			return cell->flags.hops > 3 ? packet[13] / 3 : cell->flags.way;
		}
		at = cell->next;
	}
	return 0;
}
