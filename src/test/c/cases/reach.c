// One access to a table, that some ways reach with a small number only: what lies beyond is state as well.
#include <stdint.h>

static struct {
	const char *name;
	uint32_t limit;
	uint32_t counts[256];
	uint64_t base;
} table = {"counts", 3, {[100] = 40}, 9};

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	unsigned which = packet[0];
	if (packet[1] & 1) {
		if (which >= 4)
			return 0;
	} else if (packet[1] & 2) {
		if (which >= 120)
			return 0;
	} else if (which >= 8) {
		return 1;
	}
	uint32_t count = table.counts[which];
	if (packet[2] == 5 && count < table.limit)
		table.counts[which] = count + 1;
	int sum = table.base;
	for (uint32_t k = 0; k < count; k++)
		sum += packet[k & 3];
	return sum;
}
