// The inner trip count is a packet byte; each loop has a mark.
// builds: gcc -O1 | gcc -O0
// bytes: 0..3
// length: 0..20
// cut: yes
// exact: no | yes
// pcvs: outer inner
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++) {
		bolt_pcv("outer");
		for (int j = 0; j < (packet[i] & 31); j++) {
			bolt_pcv("inner");
			sink = j;
		}
	}
	return 0;
}
