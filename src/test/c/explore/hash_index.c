// What a hash of the packet selects from a table decides: no solver inverts the hash, but witnesses agree with it.
// builds: gcc -O2 | gcc -O1 | clang -O2
// length: 64..64
// paths: 3
#include "program.h"
#include "../../../../state/hash.h"

static uint32_t table[16] = { 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2 };
static volatile uint32_t sink;

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	const uint64_t *words = (const void *)packet;
	uint32_t hash = hash_words(words[0], words[1], 17);

	if (table[hash & 15] <= 6)
		return -1;
	if (packet[20] == table[hash >> 4 & 15])
		sink = hash;
	return 1;
}
