#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Longest prefix matching in two tables on the heap, filled before the first packet: 16 MB and groups of 256. */
#define VALID 0x80000000u
#define GROUP 0x40000000u

static uint32_t *first, *second;
static const uint16_t ports[8] = { 7, 3, 9, 9, 2, 80, 80, 1 };

__attribute__((constructor)) static void fill(void)
{
	uint32_t i;

	first = calloc(1 << 22, sizeof(*first));
	second = calloc(256 * 4, sizeof(*second));
	for (i = 0; i < 5000; i++)
		first[i * 7919 % (1 << 22)] = VALID | i % 6;
	for (i = 0; i < 4; i++)
		first[i * 100003] = VALID | GROUP | i;
	for (i = 0; i < 1024; i++)
		second[i] = i % 3 ? VALID | i % 8 : 0;
}

int nf(const uint8_t *packet, size_t length)
{
	uint32_t destination, entry;

	if (length < 20)
		return -1;
	destination = (uint32_t)packet[16] << 24 | packet[17] << 16 | packet[18] << 8 | packet[19];
	entry = first[destination >> 10];
	if ((entry & (VALID | GROUP)) == (VALID | GROUP))
		entry = second[(entry & 0xffffff) * 256 + (destination & 255)];
	if (!(entry & VALID))
		return -2;
	return ports[entry & 7];
}
