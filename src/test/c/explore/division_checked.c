// Division by a packet byte that is looked at first.
// paths: 2
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	return packet[0] == 0 ? -1 : (int)(now % packet[0]);
}
