// A table whose oldest entry makes room for a new one: chains, and a list in both directions, by indices. There is none at NONE.
#include <stdint.h>

#ifndef ENTRIES
#define ENTRIES 32
#endif
#define NONE 0xffff

static struct entry {
	uint16_t previous, next;
	uint16_t chain;
	uint32_t key;
	uint32_t hits;
} entries[ENTRIES];
static uint16_t newest, oldest, used, buckets[16];

void setup(void)
{
	newest = oldest = NONE;
	for (int i = 0; i < 16; i++)
		buckets[i] = NONE;
}

static uint16_t *bucket(uint32_t key)
{
	return &buckets[(key ^ key >> 7) & 15];
}

static void unlink_entry(uint16_t i)
{
	if (entries[i].previous != NONE)
		entries[entries[i].previous].next = entries[i].next;
	else
		newest = entries[i].next;
	if (entries[i].next != NONE)
		entries[entries[i].next].previous = entries[i].previous;
	else
		oldest = entries[i].previous;
}

static void put_in_front(uint16_t i)
{
	entries[i].previous = NONE;
	entries[i].next = newest;
	if (newest != NONE)
		entries[newest].previous = i;
	else
		oldest = i;
	newest = i;
}

static uint16_t vacant(void)
{
	if (used < ENTRIES)
		return used++;
	uint16_t i = oldest;
	unlink_entry(i);
	uint16_t *at = bucket(entries[i].key);
	while (*at != i)
		at = &entries[*at].chain;
	*at = entries[i].chain;
	return i;
}

int nf(uint8_t *p, uint16_t length)
{
	if (length < 8)
		return 0;
	uint32_t key = p[4] | p[5] << 8 | p[6] << 16;
	for (uint16_t i = *bucket(key); i != NONE; i = entries[i].chain) {
		if (entries[i].key == key) {
			if (i != newest) {
				unlink_entry(i);
				put_in_front(i);
			}
			return entries[i].hits++ ? 2 : 3;
		}
	}
	uint16_t i = vacant();
	entries[i].key = key;
	entries[i].hits = 0;
	entries[i].chain = *bucket(key);
	*bucket(key) = i;
	put_in_front(i);
	return 1;
}
