// A trip count from a packet byte.
// builds: gcc -O1 | gcc -O0 | clang -O1
// cut: yes
// pcvs: automatic
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint32_t sum = 0;

	for (int i = 0; i < packet[0]; i++)
		sum = sum * 31 + packet[1];
	return sum;
}
