// One way round with a mark, one without.
// builds: gcc -O1 -fno-if-conversion | gcc -O0
// cut: yes
// pcvs: odd automatic
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++) {
		if (packet[i] & 1) {
			bolt_pcv("odd");
			sink = 1;
			sink = 2;
		} else {
			sink = 3;
		}
	}
	return 0;
}
