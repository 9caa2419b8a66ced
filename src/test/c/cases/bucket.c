// A bucket of tokens for all, in floating point, that is filled by the time that has come with the packet.
#include <stdint.h>
#include <string.h>

static double level = 1e6, filled;

int nf(uint8_t *packet, uint16_t length)
{
	uint64_t stamp;
	double now;

	if (length < 16)
		return 0;
	memcpy(&stamp, packet, 8);
	now = stamp * 1e-6;
	level += (now - filled) * 125;
	filled = now;
	if (level > 1e6)
		level = 1e6;
	if (level < length)
		return 1;
	level -= length;
	return 2;
}
