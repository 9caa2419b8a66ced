// An inner loop of which only a bound is known, inside a loop with a mark of its own.
// builds: gcc -O1 -fno-if-conversion
// bytes: 0..3
// length: 0..16
// cut: yes
// exact: no
// pcvs: inner outer
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++) {
		bolt_pcv("outer");
		for (int j = 0; j < (packet[i] & 31); j++) {
			bolt_pcv("inner");
			if (packet[j] & 1) {
				sink = 1;
				sink = 2;
			}
		}
	}
	return 0;
}
