// The inner loop is in a called function; none has a mark.
// builds: gcc -O1 | gcc -O0
// bytes: 0..3
// length: 0..20
// cut: yes
// exact: no | yes
// pcvs: automatic
#include "program.h"

static volatile int sink;

static __attribute__((noinline)) void inner(int count)
{
	for (int j = 0; j < count; j++)
		sink = j;
}

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	for (int i = 0; i < length; i++)
		inner(packet[i] & 31);
	return 0;
}
