// Two loops share marks and do not cost the same at them.
// builds: gcc -O1 -fno-if-conversion
// bytes: 0..60
// cut: yes
// exact: no
// pcvs: t hit
// length: 0..24
#include "program.h"

#define WORK(n) __asm__ volatile(".rept " #n "\n\tnop\n\t.endr")

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	int i, odd = 0;

	for (i = 0; i < (packet[0] & 15); i++) {
		bolt_pcv("t");
		if (packet[i] & 1) {
			bolt_pcv("hit");
			WORK(5);
		} else {
			WORK(1);
		}
	}
	for (i = 0; i < length; i++) {
		bolt_pcv("t");
		WORK(3);
		if (packet[i] & 1)
			odd++;
		bolt_pcv("hit");
		WORK(30);
	}
	return odd;
}
