// Ways that depend on what the processor says of itself and on random numbers.
#include <cpuid.h>
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length)
{
	unsigned int a, b, c, d;
	unsigned long long number = 0;
	unsigned char there;

	if (length < 14)
		return -1;
	if (packet[0] == 1) {
		__cpuid_count(7, 0, a, b, c, d);
		return b & (1 << 16) ? packet[1] / 3 : packet[2];
	}
	if (packet[0] == 2) {
		__asm__ volatile("rdrand %0; setc %1" : "=r"(number), "=qm"(there) : : "cc");
		if (!there)
			return -2;
		if (number & 1)
			return packet[3] / 7;
	}
	return 0;
}
