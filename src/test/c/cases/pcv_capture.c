// A loop over options in the packet, and a table read after it, whose name the marks of the loop must not take.
#include "bolt.h"

static uint64_t table[64];
static uint64_t seen;

void setup(void)
{
	bolt_state("table.cells", table, sizeof(table[0]), 64, "n:u64");
	bolt_state("count.seen", &seen, sizeof(seen), 1, "n:u64");
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 64)
		return -1;
	seen++;
	for (unsigned int i = 0; i < 40; ) {
		uint8_t kind = packet[14 + i];

		if (kind == 0)
			break;
		if (kind == 1) {
			bolt_pcv("options.nop");
			i++;
			continue;
		}
		if (i + 1 >= 40 || packet[15 + i] < 2)
			return -2;
		bolt_pcv("options.other");
		i += packet[15 + i];
	}
	return table[packet[60] & 63] > 7;
}
