// Division by a packet byte, which faults if it is zero.
// builds: gcc -O2 | gcc -O0
// paths: 2
// stops: FAULT
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	return length / packet[0];
}
