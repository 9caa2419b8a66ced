// A switch that becomes a jump table.
// builds: gcc -O2 | gcc -O0 | clang -O1
// paths: 7..8
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	switch (packet[0]) {
	case 0: sink = 1; return length;
	case 1: sink++; return length + 3;
	case 2: sink = sink * 5; return port;
	case 3: sink ^= port; return 9;
	case 4: sink = 7; sink = 8; return (int)now;
	case 5: return sink;
	case 6: sink = 3; return sink;
	}
	return -1;
}
