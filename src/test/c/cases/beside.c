// A structure with an array that packets write, and before it a pointer that they only follow.
#include <stdint.h>

static const uint32_t costs[256] = {[17] = 3, [80] = 1};

static struct {
	const uint32_t *costs;
	uint64_t unused[3];
	uint64_t seen[61];
} conf = {costs, {0}, {0}};

int nf(uint8_t *packet, uint16_t length)
{
	uint64_t *seen;

	if (length < 16)
		return 0;
	seen = &conf.seen[packet[0] & 31];
	*seen = *seen * 3 + packet[1];
	return conf.costs[packet[2]] > 2 ? -1 : *seen > 1000;
}
