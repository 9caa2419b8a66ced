// A loop that changes the packet, which is looked at afterwards.
// builds: gcc -O1 | gcc -O0
// cut: yes
// length: 0..40
// pcvs: loop.t
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++) {
		bolt_pcv("loop.t");
		packet[i] ^= (uint8_t)now;
	}
	if (packet[3] == 7)
		return 1;
	return packet[5] < 9 ? 2 : 3;
}
