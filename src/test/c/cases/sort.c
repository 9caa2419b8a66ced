// Five bytes of the packet are sorted by insertion: all orders.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	uint8_t a[5];

	if (length < 8)
		return -1;
	for (int i = 0; i < 5; i++)
		a[i] = packet[i];
	for (int i = 1; i < 5; i++) {
		uint8_t x = a[i];
		int j = i;

		while (j > 0 && a[j - 1] > x) {
			a[j] = a[j - 1];
			j--;
		}
		a[j] = x;
	}
	return a[0] + a[4] * 256;
}
