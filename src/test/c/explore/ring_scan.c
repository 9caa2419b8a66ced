// A scan that wraps around at a capacity.
// builds: gcc -O1 | gcc -O2
// bytes: 0..3
// cut: yes
// pcvs: scanned
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	unsigned at = packet[40] & 31, seen;

	for (seen = 0; seen < 32; seen++) {
		bolt_pcv("scanned");
		if (packet[at] == 1)
			return at;
		at = at == 31 ? 0 : at + 1;
	}
	return -1;
}
