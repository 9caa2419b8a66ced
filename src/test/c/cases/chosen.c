// What iterations have read says where the next one reads: unrolled, the address is made of all that came before. A size of 0 comes again and again.
#include <stdint.h>

int nf(uint8_t *p, uint16_t length)
{
	uint32_t at = 4, size;
	uint8_t next;
	if (length < 12)
		return -1;
	next = p[3];
	while (next) {
		if (at >= length)
			return 1;
		size = p[at] * 4;
#ifdef ENDS
		if (!size)
			return 3;
#endif
		if (at + size > length)
			return 2;
		at += size;
		next = p[at - 1];
	}
	return at;
}
