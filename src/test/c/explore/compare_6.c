// A comparison that ends at the first difference, short enough to be unrolled.
// builds: gcc -O1 | gcc -O2
// paths: 7
// bytes: 0..1
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < 6; i++)
		if (packet[i] != packet[6 + i])
			return i;
	return 99;
}
