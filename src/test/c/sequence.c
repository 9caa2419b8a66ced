/* A network function with state, for tests of sequences: two tables of keys that are learnt and forgotten. */
#include <stdint.h>
#include <string.h>

#include "bolt.h"

#define KEYS 16

struct table {
	uint32_t keys[KEYS];
	uint64_t stamps[KEYS];
};

static struct table flows, backends;
static uint64_t packets;
static double weight = 1.5;

/* Forgets what is older than 100; marked before the region is accessed, and behind the last access. */
static void __attribute__((noinline)) expire(struct table *table, uint64_t now)
{
	int i;

	for (i = 0; i < KEYS; i++) {
		if (table->keys[i] && table->stamps[i] + 100 < now) {
			bolt_pcv("map.e");
			table->keys[i] = 0;
		}
	}
}

static int __attribute__((noinline)) find(struct table *table, uint32_t key)
{
	int i;

	for (i = 0; i < KEYS; i++) {
		bolt_pcv("map.t");
		if (table->keys[i] == key)
			return i;
	}
	return -1;
}

__attribute__((noinline)) int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	struct table *table = port ? &backends : &flows;
	volatile uint8_t copy[64];
	uint32_t key;
	int i;

	packets++;
	if (length < 4) {
		bolt_pcv("short");
		bolt_class("too short");
		return -2;
	}
	expire(&flows, now);
	expire(&backends, now);
	memcpy(&key, packet, 4);
	key = key % 24 + 1;
	weight = weight * 0.75 + key;
	i = find(table, key);
	if (i >= 0) {
		bolt_class("known");
		table->stamps[i] = now;
		memset((uint8_t *)copy, (int)packets, sizeof(copy));
		packet[0] = copy[key];
		return port ? 1 : 0;
	}
	i = find(table, 0);
	if (i < 0) {
		bolt_class("full");
		memmove(packet, packet + 1, length - 1);
		return -1;
	}
	bolt_class("new");
	table->keys[i] = key;
	table->stamps[i] = now;
	for (i = 0; i < length % 8; i++) {
		bolt_pcv("map.tail");
		packet[0] += (uint8_t)(weight + i);
	}
	return (int)packets;
}

int main(void)
{
	static uint8_t packet[2048];

	bolt_state("flows.keys", flows.keys, 4, KEYS, "key:u32 0..24");
	bolt_state("flows.stamps", flows.stamps, 8, KEYS, "stamp:u64");
	bolt_state("backends.keys", backends.keys, 4, KEYS, "key:u32 0..24");
	bolt_state("backends.stamps", backends.stamps, 8, KEYS, "stamp:u64");
	return nf_process(0, packet, 64, 0);
}
