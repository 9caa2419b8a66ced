// A scan of a ring by a pointer that each round computes from the counter for the next one.
// builds: gcc -O1 | gcc -O2 | clang -O1
// bytes: 0..3
// cut: yes
// pcvs: scanned
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint32_t first = packet[40], seen = 0;
	const uint8_t *at = packet + (first & 31);

	for (;;) {
		bolt_pcv("scanned");
		if (*at == 1)
			return seen;
		if (++seen == 32)
			return -1;
		at = packet + ((first + seen) & 31);
		/* Here, not where it is used. */
		__asm__ volatile("" : "+r"(at));
	}
}
