// Options of three kinds, each with its mark.
// builds: gcc -O1 | gcc -O2 | gcc -O0 | clang -O2
// bytes: 0..6
// cut: yes
// pcvs: options.nop options.other options.stamp
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
			bolt_pcv("options.nop");
			i++;
			continue;
		}
		if (i + 1 >= length || packet[i + 1] < 2)
			return -1;
		if (kind == 2) {
			bolt_pcv("options.stamp");
			sink = packet[i + 1];
		} else {
			bolt_pcv("options.other");
			sink = sink + 1;
		}
		i += packet[i + 1];
	}
	return 2;
}
