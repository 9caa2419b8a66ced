// Walks the options of an IPv4 header, without a mark: returns 0 to forward and 1 to drop.
#include <stdint.h>

#define OPT_END 0
#define OPT_NOP 1
#define OPT_RR 7
#define OPT_TS 68

int nf(uint8_t *packet, uint16_t length)
{
	unsigned ihl, at, end;

	if (length < 34 || packet[12] != 8 || packet[13] != 0)
		return 1;
	ihl = packet[14] & 15;
	if (packet[14] >> 4 != 4 || ihl < 5 || length < 14 + 4 * ihl)
		return 1;
	at = 34;
	end = 14 + 4 * ihl;
	while (at < end) {
		uint8_t type = packet[at];
		uint8_t size;

		if (type == OPT_END)
			break;
		if (type == OPT_NOP) {
			at++;
			continue;
		}
		if (at + 1 >= end)
			return 1;
		size = packet[at + 1];
		if (size < 2 || at + size > end)
			return 1;
		if (type == OPT_RR || type == OPT_TS) {
			if (size < 4)
				return 1;
			if (packet[at + 2] <= size)
				packet[at + 2] += 4;
		}
		at += size;
	}
	packet[22]--;
	return 0;
}
