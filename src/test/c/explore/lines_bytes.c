// Bytes one after the other, forwards and backwards: 64 iterations touch one cache line.
// builds: gcc -O1 | gcc -O2 -fno-tree-vectorize | clang -O1
// length: 0..600
// cut: yes
// pcvs: automatic
// lines: 6
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	int sum = 0;

	if (port & 1) {
		for (int i = 0; i < length; i++)
			sum = sum * 3 + packet[i];
	} else {
		for (int i = length - 1; i >= 0; i--)
			sum = sum * 5 + packet[i];
	}
	return sum;
}
