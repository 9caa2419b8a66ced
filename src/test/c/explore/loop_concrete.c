// A loop with a known trip count is unrolled.
// builds: gcc -O1 | gcc -O2 | gcc -O0
// paths: 1
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint32_t sum = 0;

	for (int i = 0; i < 20; i += 2)
		sum = (sum << 1) ^ packet[i];
	return sum;
}
