// Variables that packets set one after the other: each shows only when those before it are taken to hold anything.
#include <stdint.h>

#define STEP(n)                            \
	static int step##n;                \
	if (!step##n) {                    \
		step##n = 1;               \
		return packet[0] * packet[n]; \
	}

int nf(uint8_t *packet, uint16_t length)
{
	(void)length;
	STEP(1)
	STEP(2)
	STEP(3)
	STEP(4)
	STEP(5)
	STEP(6)
	STEP(7)
	STEP(8)
	STEP(9)
	STEP(10)
	STEP(11)
	STEP(12)
	STEP(13)
	STEP(14)
	STEP(15)
	STEP(16)
	STEP(17)
	STEP(18)
	STEP(19)
	STEP(20)
	STEP(21)
	STEP(22)
	STEP(23)
	STEP(24)
	STEP(25)
	STEP(26)
	STEP(27)
	STEP(28)
	STEP(29)
	STEP(30)
	STEP(31)
	STEP(32)
	STEP(33)
	STEP(34)
	return 0;
}
