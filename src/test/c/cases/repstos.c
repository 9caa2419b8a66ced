// String instructions that go up or down, in words of other sizes than what a loop is bounded by afterwards.
#include <stdint.h>

uint8_t filled[512];

int nf(uint8_t *packet, uint16_t length)
{
	unsigned long words;
	void *to = filled + 64;
	int sum = 0;

	if (length < 16)
		return -1;
	words = packet[0] & 15;
	if (packet[1] & 1)
		__asm__ volatile("std; rep stosl; cld" : "+D"(to), "+c"(words) : "a"(packet[2]) : "memory");
	else
		__asm__ volatile("rep stosw" : "+D"(to), "+c"(words) : "a"(packet[2]) : "memory");
	for (int i = 0; i < filled[60]; i++)
		sum += i ^ 3;
	return sum;
}
