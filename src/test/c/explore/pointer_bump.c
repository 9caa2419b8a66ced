// A pointer that runs up to an end, tested by "not equal".
// builds: gcc -O1 | gcc -O2 -fno-tree-vectorize | clang -O1
// cut: yes
// pcvs: bytes
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint8_t *p = packet, *end = packet + length;
	uint32_t sum = 0;

	while (p != end) {
		bolt_pcv("bytes");
		sum += *p++;
		if (sum & 1)
			sum *= 3;
	}
	return sum;
}
