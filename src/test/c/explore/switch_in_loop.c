// A jump table inside a loop: loops are known only when the jump's targets are.
// builds: gcc -O2
// bytes: 0..7
// cut: yes
// pcvs: automatic
// length: 0..24
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	int sum = 0;

	for (int i = 0; i < length; i++) {
		switch (packet[i]) {
		case 0: sink = 1; break;
		case 1: sink++; sum += 3; break;
		case 2: sink = sink * 5; break;
		case 3: sink ^= port; sum--; break;
		case 4: sink = 7; sink = 8; break;
		case 5: return sum;
		case 6: sink = 3; sink = 4; sink = 5; break;
		default: sum ^= 1; break;
		}
	}
	return sum;
}
