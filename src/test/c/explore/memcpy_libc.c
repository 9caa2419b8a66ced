// The C library's memcpy and memcmp, on lengths from the packet.
// builds: gcc -O1 -fno-builtin
// length: 0..48
#include "program.h"

#include <string.h>

static uint8_t copy[64];

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	memcpy(copy, packet, length);
	return memcmp(copy, packet + 1, 6);
}
