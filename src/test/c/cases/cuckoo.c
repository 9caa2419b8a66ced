// Two tables, in one of which each address has its place by a hash: what is put out of one goes to the other, a few times.
#include <stdint.h>
#include <string.h>

#define CELLS 256
#define MOST 8

static struct cell {
	uint32_t address, number;
} tables[2][CELLS];
static uint32_t numbers;

static struct cell *place(uint32_t address, int table)
{
	uint32_t mixed = table ? (address ^ address >> 15) * 739982445u : address * 2654435761u;

	return &tables[table][mixed >> 24];
}

int nf(uint8_t *packet, uint16_t length)
{
	uint32_t address;

	if (length < 34)
		return 0;
	memcpy(&address, packet + 26, 4);
	if (!address)
		return 0;
	for (int table = 0; table < 2; table++)
		if (place(address, table)->address == address)
			return place(address, table)->number;
	struct cell moved = { address, 1 + (numbers++ & 255) };
	int given = moved.number;
	for (int i = 0; i < MOST; i++) {
		struct cell *at = place(moved.address, i & 1);
		struct cell before = *at;

		*at = moved;
		if (!before.address)
			break;
		moved = before;
	}
	return given;
}
