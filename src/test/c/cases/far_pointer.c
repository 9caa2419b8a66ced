// A pointer read from a large table, to one of a few objects that are far apart: what goes through it is one access.
#include <stdint.h>
#include <stdlib.h>

static uint64_t **table;

__attribute__((constructor)) static void fill(void)
{
	uint64_t *objects[3];

	table = calloc(65536, sizeof(*table));
	for (int i = 0; i < 3; i++) {
		objects[i] = calloc(1, 1 << 20);
		*objects[i] = i;
	}
	for (int i = 0; i < 65536; i++)
		table[i] = objects[i < 1000 ? 1 : i < 3000 ? 2 : 0];
}

__attribute__((noinline, noclone)) int nf(uint8_t *packet, uint16_t length)
{
	if (length < 20)
		return -1;
	return *table[packet[3] | packet[4] << 8];
}
