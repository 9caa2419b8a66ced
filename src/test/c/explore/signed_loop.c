// Signed comparisons in the tests of a loop, counted from below zero.
// builds: gcc -O1 | gcc -O0 | clang -O1
// cut: yes
// pcvs: loop.t
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = (int8_t)packet[0]; i < (int)length - 20; i++) {
		bolt_pcv("loop.t");
		sink = i;
	}
	return sink;
}
