// A number that is small at first, and small in each round, counted down in a wide register.
// builds: gcc -O1 | gcc -O2 | clang -O1
// bytes: 0..3
// cut: yes
// pcvs: looked
#include "program.h"

static volatile uint32_t limit = 20;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (uint32_t left = limit; left > 0; left--) {
		bolt_pcv("looked");
		if (packet[left] == 1)
			return left;
	}
	return -1;
}
