// Options of several lengths in the bytes of one header.
// builds: gcc -O2 | gcc -O0 | clang -O2
// length: 0..20
// bytes: 0..6
// cut: yes
// pcvs: options.one options.two options.four
// together: 4·options.four + options.one + 2·options.two ≤ 20
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	unsigned at = 0;

	while (at < length) {
		if (packet[at] == 1) {
			bolt_pcv("options.one");
			sink = 1;
			at++;
			continue;
		}
		if (packet[at] == 2) {
			if (length - at < 2)
				return 1;
			bolt_pcv("options.two");
			sink = sink + 2;
			at += 2;
			continue;
		}
		if (length - at < 4)
			return 2;
		bolt_pcv("options.four");
		at += 4;
		sink = sink + sink;
	}
	return 0;
}
