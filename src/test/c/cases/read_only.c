// Some packets write into a table that can only be read.
#include <stdint.h>

static const uint8_t limits[64] = {1, 2, 3};

int nf(uint8_t *packet, uint16_t length)
{
	volatile uint8_t *limit = (volatile uint8_t *)limits;

	if (length < 4)
		return 0;
	if (packet[0] == 7 && limit[packet[1] & 63] == 2)
		limit[packet[1] & 63] = 9;
	return limit[packet[2] & 63];
}
