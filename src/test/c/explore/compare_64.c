// A comparison that ends at the first difference, too long to be unrolled.
// builds: gcc -O1 | gcc -O2
// cut: yes
// bytes: 0..1
// length: 0..128
// pcvs: same
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < 64; i++) {
		if (packet[i] != packet[64 + i])
			return i;
		bolt_pcv("same");
	}
	return 99;
}
