// Straight branches on header fields.
// builds: gcc -O2 | gcc -O0 | clang -O2
// paths: 5..7
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (length < 14) {
		bolt_class("short");
		return -1;
	}
	if (packet[12] != 8 || packet[13] != 0) {
		bolt_class("other");
		return -2;
	}
	if (port & 1) {
		bolt_class("odd");
		return packet[0] * 3;
	}
	if (now > 1000) {
		bolt_class("late");
		return packet[1] + 17;
	}
	return 5;
}
