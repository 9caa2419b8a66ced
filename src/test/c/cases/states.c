// A machine with states that compilers turn into places in the code: its loop is entered at several of them.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	int state = 0;
	unsigned sum = 7;
	for (unsigned i = 0; i < length; i++) {
		switch (state) {
		case 0:
			state = packet[i] == 1 ? 1 : 0;
			break;
		case 1:
			state = packet[i] == 1 ? 2 : 0;
			break;
		case 2:
			state = packet[i] & 1 ? 3 : 1;
			break;
		default:
			sum += 3;
			state = 0;
		}
	}
	return sum + state;
}
