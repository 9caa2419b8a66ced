// A counter of 8 bits that wraps around.
// builds: gcc -O1 | gcc -O0
// cut: yes
// pcvs: loop.t
#include "program.h"

static volatile uint8_t sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (uint8_t i = packet[0]; i != packet[1]; i += 3) {
		bolt_pcv("loop.t");
		sink = i;
	}
	return sink;
}
