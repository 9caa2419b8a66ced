// Options of three kinds, without marks.
// builds: gcc -O1 | gcc -O2 | gcc -O0
// bytes: 0..6
// cut: yes
// pcvs: automatic
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	unsigned i = 0;

	while (i < length) {
		uint8_t kind = packet[i];

		if (kind == 0)
			return 1;
		if (kind == 1) {
			
			i++;
			continue;
		}
		if (i + 1 >= length || packet[i + 1] < 2)
			return -1;
		if (kind == 2) {
			
			sink = packet[i + 1];
		} else {
			
			sink = sink + 1;
		}
		i += packet[i + 1];
	}
	return 2;
}
