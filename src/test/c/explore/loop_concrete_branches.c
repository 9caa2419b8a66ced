// A known trip count and a branch in each iteration: too many paths to unroll.
// builds: gcc -O1 -fno-if-conversion
// cut: yes
// pcvs: automatic
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < 20; i++) {
		if (packet[i] & 1)
			sink = i;
		else
			sink += packet[i];
	}
	return 0;
}
