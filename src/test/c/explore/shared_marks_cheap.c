// In one loop a mark makes an iteration cheaper; in the other each iteration passes it, and is dear.
// builds: gcc -O1 -fno-if-conversion
// bytes: 0..60
// cut: yes
// exact: no
// pcvs: t hit
#include "program.h"

#define WORK(n) __asm__ volatile(".rept " #n "\n\tnop\n\t.endr")

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	int i;

	for (i = 0; i < (packet[0] & 15); i++) {
		bolt_pcv("t");
		if (packet[i] & 1) {
			bolt_pcv("hit");
			WORK(1);
		} else {
			WORK(20);
		}
	}
	for (i = 0; i < length; i++) {
		bolt_pcv("t");
		WORK(10);
		bolt_pcv("hit");
		WORK(10);
	}
	return 0;
}
