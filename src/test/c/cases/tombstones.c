// Open addressing: a slot that was given up is passed by a search, and taken by whoever is put in.
#include <stdint.h>

enum { EMPTY, USED, DELETED };

static struct slot {
	uint32_t key;
	uint32_t hits;
	uint8_t state;
} slots[64];
static uint32_t count;

static uint32_t hash(uint32_t key)
{
	key ^= key >> 16;
	key *= 0x45d9f3b;
	return key ^ key >> 16;
}

int nf(uint8_t *p, uint16_t length)
{
	if (length < 8)
		return 0;
	uint32_t key = p[4] | p[5] << 8 | p[6] << 16;
	uint32_t first = hash(key);
	int vacant = -1;
	for (int i = 0; i < 64; i++) {
		struct slot *slot = &slots[(first + i) & 63];
		if (slot->state != USED && vacant < 0)
			vacant = (first + i) & 63;
		if (slot->state == EMPTY)
			break;
		if (slot->state != USED || slot->key != key)
			continue;
		if (p[0] == 2) {
			slot->state = DELETED;
			count--;
			return 3;
		}
		return slot->hits++ ? 2 : 4;
	}
	if (p[0] == 2 || vacant < 0)
		return -1;
	slots[vacant] = (struct slot){key, 0, USED};
	count++;
	return 1;
}
