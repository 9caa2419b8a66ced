// Writes to large arrays at places that a packet chooses, more of them than are followed one by one, and reads there again: the same
// place, a part of it, its neighbours, places that another part of the packet chooses, and known ones.
#include <stdint.h>
#include <string.h>

struct entry {
	uint32_t key;
	uint32_t count;
	const uint8_t *next;
	uint8_t rest[112];
};

static struct entry entries[256];
static uint8_t bytes[16384];

static uint32_t word(const uint8_t *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

int nf(uint8_t *packet, uint16_t length)
{
	struct entry *one, *other;
	uint32_t place, near;

	if (length < 16)
		return 0;
	one = &entries[packet[0]];
	one->key = word(packet + 4);
	one->next = &one->rest[packet[2]  & 7];
	one->count++;
	other = &entries[packet[1]];
	if (other->key == 5)
		return other == one ? 1 : -1;
	if (other->count)
		return other->next == one->rest ? 2 : 3;
	entries[7].key = 9;
	if (one->key == 9)
		return 4;
	place = (packet[8] | packet[9] << 8) & 16383;
	near = (packet[10] | packet[11] << 8) & 16383;
	if (place > sizeof(bytes) - 4 || near > sizeof(bytes) - 4)
		return 5;
	bytes[100] = 1;
	memcpy(bytes + place, packet + 12, 4);
	bytes[102] = 3;
	switch (word(bytes + near)) {
	case 0:
		return 6;
	case 0x00030001:
		return 7;
	case 0x01000000:
		return 8;
	case 0x00aabbcc:
		return near == place + 1 ? 9 : 10;
	default:
		return bytes[100] == 0xcc ? 11 : 12;
	}
}
