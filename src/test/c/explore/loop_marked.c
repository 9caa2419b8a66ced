// A trip count from the length, with a mark.
// builds: gcc -O1 | gcc -O2 | clang -O1
// cut: yes
// pcvs: loop.t
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint32_t sum = 0;

	for (int i = 0; i < length; i++) {
		bolt_pcv("loop.t");
		sum = sum * 31 + packet[i];
	}
	return sum;
}
