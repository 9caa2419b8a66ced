// The last of several indices, taken over from the loop's own and used as one behind the loop.
// builds: gcc -O1 | gcc -O2 | clang -O1
// bytes: 0..3
// cut: yes
// pcvs: automatic
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	int last = -1;

	for (uint32_t i = 0; i < length; i++)
		if (packet[i] == 0)
			last = i;
	return last < 0 ? 0 : packet[last];
}
