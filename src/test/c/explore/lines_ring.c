// Small elements of a ring, from an open one on: at its end it goes on at its beginning.
// builds: gcc -O1 | clang -O1
// length: 0..600
// cut: yes
// pcvs: automatic
// lines: 8
#include "program.h"

uint32_t ring[1024] __attribute__((aligned(64)));

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	unsigned int sum = 0;

	for (unsigned int i = 0; i < length; i++)
		sum = sum * 3 + ring[(port + i) % 1024];
	return sum;
}
