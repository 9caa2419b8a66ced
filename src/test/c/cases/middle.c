// A search by halves in a table, whose two ends are signed and pass each other; then a value that sinks in a heap within the packet.
#include <stdint.h>

static const uint32_t table[37] = {
	1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225, 256, 289, 324, 361, 400, 441, 484, 529, 576, 625, 676, 729, 784, 841, 900, 961,
	1024, 1089, 1156, 1225, 1296, 1369
};

int nf(uint8_t *p, uint16_t length)
{
	int low = 0, high = 36;
	unsigned at = 0;
	uint32_t key;
	if (length < 24)
		return -1;
	key = p[0] << 8 | p[1];
	while (low <= high) {
		int middle = (low + high) / 2;
		if (table[middle] == key)
			return middle;
		if (table[middle] < key)
			low = middle + 1;
		else
			high = middle - 1;
	}
	while (2 * at + 1 < 16) {
		unsigned child = 2 * at + 1;
		uint8_t sinks = p[4 + at];
		if (child + 1 < 16 && p[4 + child + 1] > p[4 + child])
			child++;
		if (sinks >= p[4 + child])
			break;
		p[4 + at] = p[4 + child];
		p[4 + child] = sinks;
		at = child;
	}
	return -2 - (int)at;
}
