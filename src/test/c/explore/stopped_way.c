// One way round a loop cannot be followed: what comes after the loop is not exact.
// builds: gcc -O1 -fno-if-conversion
// cut: yes
// exact: no
// complete: no
// stops: UNSUPPORTED
// pcvs: loop.t
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++) {
		bolt_pcv("loop.t");
		if (packet[i] == 1)
			sink = 5;
		if (packet[i] == 9) {
			__asm__ volatile("fninit");
			sink = 3;
		}
	}
	return 0;
}
