// Hashing by Robin Hood's rule: what has come far from its place puts out what has not, in a table that is gone through in a circle.
#include <stdint.h>
#include <string.h>

#define SLOTS 1024

struct slot {
	uint32_t address;
	uint16_t protocol;
	uint16_t distance;
};

static struct slot slots[SLOTS];
static unsigned used;

static unsigned first(uint32_t address)
{
	return address * 2654435761u >> 22;
}

int nf(uint8_t *packet, uint16_t length)
{
	struct slot placed = { 0, 0, 0 };
	unsigned i, distance;

	if (length < 34)
		return -1;
	memcpy(&placed.address, packet + 26, 4);
	if (placed.address == 0)
		return -1;
	i = first(placed.address);
	for (distance = 0; slots[i].address && slots[i].distance >= distance; distance++) {
		if (slots[i].address == placed.address)
			return slots[i].protocol;
		i = (i + 1) % SLOTS;
	}
	if (used >= SLOTS * 3 / 4)
		return -3;
	placed.protocol = packet[23];
	for (i = first(placed.address); slots[i].address; i = (i + 1) % SLOTS) {
		if (slots[i].distance < placed.distance) {
			struct slot put_out = slots[i];

			slots[i] = placed;
			placed = put_out;
		}
		placed.distance++;
	}
	slots[i] = placed;
	used++;
	return -2;
}
