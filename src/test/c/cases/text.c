// A text of the packet's bytes that ends with a zero: its loops compare bytes only, and libc reads a number out of it.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int nf(uint8_t *p, uint16_t length)
{
	char text[24], *s = text;
	int words = 0, i;
	if (length < 23)
		return -1;
	memcpy(text, p, 23);
	text[23] = 0;
#ifdef NUMBER
	text[4] = 0;
	return strtol(text, NULL, 10) == 42;
#endif
	while (*s == ' ' || *s == '\t')
		s++;
	while (*s >= '0' && *s <= '9')
		s++;
	for (i = 0; text[i]; i++)
		if (text[i] == ':')
			words++;
	return *s ? words : -2;
}
