// Nested loops without marks.
// builds: gcc -O1 | gcc -O0
// bytes: 0..3
// length: 0..20
// cut: yes
// pcvs: automatic
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++)
		for (int j = 0; j < (packet[i] & 31); j++)
			sink = j;
	return 0;
}
