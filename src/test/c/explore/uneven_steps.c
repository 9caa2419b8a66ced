// Ways round of 2 and of 3 passages, which are not used best by one of them alone: 5 in 5 bytes.
// builds: gcc -O1 | gcc -O0
// length: 0..5
// bytes: 0..1
// cut: yes
// exact: no
// pcvs: passed
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	unsigned at = 0;

	while (at < length) {
		if (packet[at]) {
			if (length - at < 3)
				return 1;
			bolt_pcv("passed");
			sink = 1;
			bolt_pcv("passed");
			sink = 2;
			bolt_pcv("passed");
			at += 3;
		} else {
			if (length - at < 2)
				return 2;
			bolt_pcv("passed");
			sink = 3;
			bolt_pcv("passed");
			at += 2;
		}
	}
	return 0;
}
