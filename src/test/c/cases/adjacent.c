// The packet lies behind a table in whose place an index may also lead to the packet.
#include <stdint.h>

static struct {
	uint8_t counts[64];
	uint8_t packet[64];
} all;

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	uint8_t *count = &all.counts[packet[0] & 127];
	++*count;
	if (packet[1] == 7)
		return all.counts[5] / (packet[2] | 1);
	return *count > 9;
}

static int (*volatile process)(uint8_t *, uint16_t) = nf;

void setup(void)
{
	process(all.packet, sizeof(all.packet));
}
