// A payload under a stream of words that are mixed for each block: what a word is made of are all words of the round before.
#include <stdint.h>

#define HEADER 20
#define ROUNDS 8
#define BLOCK 16

static uint32_t key[3] = { 17, 34, 51 }, packets;

static uint32_t turned(uint32_t word, int bits)
{
	return word << bits | word >> (32 - bits);
}

static void mix(uint32_t *stream, uint32_t number)
{
	uint32_t a = key[0], b = key[1], c = key[2] ^ packets, d = number;

	for (int i = 0; i < ROUNDS; i++) {
		a += b, d = turned(d ^ a, 16), c += d, b = turned(b ^ c, 12);
		a += b, d = turned(d ^ a, 8), c += d, b = turned(b ^ c, 7);
	}
	stream[0] = a + key[0];
	stream[1] = b + key[1];
	stream[2] = c;
	stream[3] = d + number;
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < HEADER)
		return -1;
	uint8_t *at = packet + HEADER;
	unsigned left = length - HEADER;
	uint32_t blocks = 0;

	packets++;
	while (left) {
		uint32_t stream[BLOCK / 4];
		unsigned some = left < BLOCK ? left : BLOCK;

		mix(stream, blocks++);
		for (unsigned i = 0; i < some; i++)
			at[i] ^= stream[i / 4] >> 8 * (i % 4);
		at += some;
		left -= some;
	}
	return blocks;
}
