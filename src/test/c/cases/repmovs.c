// A string instruction copies what a loop is bounded by afterwards.
#include <stdint.h>

uint8_t copy[256];

int nf(uint8_t *packet, uint16_t length)
{
	unsigned long bytes;
	void *to = copy;
	void *from = packet;
	int sum = 0;

	if (length < 16)
		return -1;
	bytes = packet[0] & 31;
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
	for (int i = 0; i < copy[1]; i++)
		sum += i;
	return sum;
}
