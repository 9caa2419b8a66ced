// A counter of 16 bits.
// builds: gcc -O1 | gcc -O0
// cut: yes
// exact: yes | no
// pcvs: loop.t
#include "program.h"

static volatile uint16_t sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (uint16_t i = packet[0]; i != length; i = i < 300 ? i + 1 : length) {
		bolt_pcv("loop.t");
		sink = i;
	}
	return sink;
}
