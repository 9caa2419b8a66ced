// Two ways round pass the same mark and cost differently: a bound, not exact.
// builds: gcc -O1 -fno-if-conversion | gcc -O0
// cut: yes
// exact: no
// pcvs: loop.t
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++) {
		bolt_pcv("loop.t");
		if (packet[i] & 1) {
			sink = 1;
			sink = 2;
			sink = 3;
		}
	}
	return 0;
}
