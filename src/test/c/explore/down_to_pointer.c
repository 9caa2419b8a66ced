// A pointer that comes down to another one, which it is compared with for equality.
// builds: gcc -O0 | gcc -O1
// length: 0..40
// cut: yes
// pcvs: automatic
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	const uint8_t *at = packet + length;
	int sum = port;

	while (at != packet)
		sum = sum * 5 + *--at;
	return sum;
}
