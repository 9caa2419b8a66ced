// A list in both directions around a head, the entry that was used last in front: the one at its end is replaced.
#include <stdint.h>

struct entry {
	struct entry *previous, *next;
	uint32_t key;
	uint32_t hits;
};

static struct entry pool[16], head;

static void put_first(struct entry *entry)
{
	entry->next = head.next;
	entry->previous = &head;
	head.next->previous = entry;
	head.next = entry;
}

static void take_out(struct entry *entry)
{
	entry->previous->next = entry->next;
	entry->next->previous = entry->previous;
}

void setup(void)
{
	head.previous = head.next = &head;
	for (int i = 0; i < 16; i++) {
		pool[i].key = 1000 + i;
		put_first(&pool[i]);
	}
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 4)
		return 0;
	uint32_t key = packet[0] & 31;
	struct entry *entry;
	for (entry = head.next; entry != &head; entry = entry->next) {
		if (entry->key == key)
			break;
	}
	int hit = entry != &head;
	if (!hit) {
		entry = head.previous;
		entry->key = key;
		entry->hits = 0;
	}
	entry->hits++;
	take_out(entry);
	put_first(entry);
	return hit;
}
