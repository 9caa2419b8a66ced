// Numbers in a text, read as an address by libc or here: where the next one goes is told by how many there are and whether one has begun.
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

int nf(uint8_t *p, uint16_t length)
{
	char text[16];
	if (length < 15)
		return -1;
	memcpy(text, p, 15);
	text[15] = 0;
#ifdef LIBC
	struct in_addr address;
	return inet_pton(AF_INET, text, &address);
#else
	uint16_t groups[3] = {0}, *group = groups;
	int count = 0;
	_Bool begun = 0;
	for (const char *s = text; *s; s++) {
		if (*s >= '0' && *s <= '7') {
			if (!begun) {
				if (count == 3)
					return -2;
				count++;
				begun = 1;
			}
			*group = (uint16_t)(8 * *group + (*s - '0'));
		} else if (*s == '-' && begun) {
			if (count == 3)
				return -3;
			*++group = 0;
			begun = 0;
		} else {
			return -4;
		}
	}
	return groups[0] + groups[1] + groups[2];
#endif
}
