// Recursion as deep as a packet byte says.
// builds: gcc -O1 -fno-optimize-sibling-calls -fno-inline
// bytes: 0..30
// paths: 33..34
#include "program.h"

static __attribute__((noinline)) int down(int depth, const uint8_t *packet)
{
	volatile int here = depth;

	if (depth == 0)
		return packet[1] > 7;
	return down(depth - 1, packet) + here;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] > 31)
		return -1;
	return down(packet[0], packet);
}
