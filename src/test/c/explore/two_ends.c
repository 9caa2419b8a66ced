// Two ends that come closer to each other, one at a time or both, and may pass each other.
// builds: gcc -O0 | gcc -O2
// bytes: 0..9
// length: 1..40
// cut: yes
// pcvs: automatic
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	uint32_t low = 0, high = length - 1, sum = port;

	while (low < high) {
		if (packet[low] < 5)
			low++;
		else if (packet[high] >= 5)
			high--;
		else {
			sum += packet[low++];
			sum ^= packet[high--];
		}
	}
	return sum;
}
