// Each iteration changes one more place than the one before: too many for a cut, which must not go unsaid.
// builds: gcc -O1
// bytes: 0..1
// cut: no
// complete: no
// stops: UNRESOLVED
#include "program.h"

static volatile int sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	volatile uint8_t shifted[48];

	for (int k = 0; k < 48; k++)
		shifted[k] = 0;
	for (int i = 0; i < (length & 31); i++) {
		for (int k = 47; k > 0; k--)
			shifted[k] = shifted[k - 1];
		shifted[0] = packet[0];
		if (packet[1])
			sink = 1;
	}
	return shifted[47];
}
