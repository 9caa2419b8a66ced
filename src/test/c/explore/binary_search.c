// Two ends that come closer to each other, with what lies between them as an index.
// builds: gcc -O0 | gcc -O2 | clang -O2
// length: 16
// cut: yes
// exact: yes
// pcvs: automatic
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	int low = 0, high = 15;

	while (low <= high) {
		int middle = low + (high - low) / 2;

		if (packet[middle] == 7)
			return middle;
		if (packet[middle] < 7)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return -1;
}
