// A loop in a function that is called twice.
// builds: gcc -O1 | gcc -O0
// cut: yes
// pcvs: loop.t
// length: 0..24
#include "program.h"

static __attribute__((noinline)) uint32_t sum(const uint8_t *p, int count)
{
	uint32_t sum = 0;

	for (int i = 0; i < count; i++) {
		bolt_pcv("loop.t");
		sum = sum * 5 + p[i];
	}
	return sum;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	return sum(packet, packet[0] & 31) ^ sum(packet + 7, length);
}
