// A class mark that only complete iterations of a cut loop pass: the contract must not be taken for complete.
// builds: gcc -O1 -fno-if-conversion
// cut: yes
// complete: no
// pcvs: automatic
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++) {
		if (packet[i] == 9) {
			bolt_class("nine");
			sink = 9;
		} else {
			sink = 1;
		}
	}
	return 0;
}
