// Elements of SIZE bytes: where in one an access lies is told though the compiler writes the multiplication its own way.
#include <stdint.h>
#include <string.h>
#include "bolt.h"

#ifndef SIZE
#define SIZE 24
#endif
#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
#define COUNT 512

struct __attribute__((packed)) cell {
	uint32_t key;
	uint16_t next;
	uint8_t rest[SIZE - 8];
	uint16_t hits;
};

static struct cell cells[COUNT];

void setup(void)
{
	bolt_state("table.cells", cells, sizeof(cells[0]), COUNT, "key:u32, next:u16 0..511, rest:[" TEXT(REST) "], hits:u16 0..9");
}

int nf(uint8_t *packet, uint16_t length)
{
	struct cell *cell;
	uint32_t index;
	uint32_t key;

	if (length < 20)
		return -1;
	memcpy(&index, packet, 4);
	memcpy(&key, packet + 4, 4);
	cell = &cells[index % COUNT];
	for (int i = 0; i < 3; i++) {
		if (cell->key == key) {
			cell->hits = 9;
			return 1;
		}
		cell = &cells[cell->next];
	}
	return 0;
}
