// Two paths to one mark.
// paths: 3
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] == 1)
		sink = 5;
	else if (packet[0] == 2)
		sink = port;
	else
		return 0;
	bolt_class("both");
	return sink + 1;
}
