// Objects that are allocated at the start and found through pointers only: one behind a table, one for each port, an array behind a table.
#include <stdint.h>
#include <stdlib.h>
#include "bolt.h"

#define PORTS 4
#define COUNT 64
#define NONE 0xffffffffu
#ifndef WEIGHT
#define WEIGHT 1
#endif

struct limits {
	uint32_t most;
	uint32_t used;
};

struct stats {
	uint64_t packets;
	uint32_t weight;
};

struct cell {
	uint32_t next;
	uint32_t key;
};

struct port {
	struct stats *stats;
	uint32_t id;
} ports[PORTS];

struct table {
	uint32_t head;
	struct limits *limits;
	struct cell *cells;
	struct table *other;
} table;

void setup(void)
{
	table.limits = calloc(1, sizeof(*table.limits));
	table.cells = calloc(COUNT, sizeof(*table.cells));
	table.head = NONE;
	for (int i = 0; i < COUNT; i++)
		table.cells[i].next = NONE;
	for (int i = 0; i < PORTS; i++) {
		ports[i].stats = calloc(1, sizeof(*ports[i].stats));
		ports[i].stats->weight = WEIGHT;
	}
#ifdef SEED
	srand(SEED);
	table.head = rand() % COUNT;
	table.limits->most = rand() % 10;
	table.limits->used = rand() % 12;
	for (int i = 0; i < COUNT; i++)
		table.cells[i] = (struct cell){rand() % 4 ? rand() % COUNT : NONE, rand() % 256};
	for (int i = 0; i < PORTS; i++)
		*ports[i].stats = (struct stats){rand(), 1 + rand() % 7};
#endif
#ifndef UNDECLARED
	bolt_state("nat.table", &table, sizeof(table), 1,
		   "head:u32 0..63 | 0xffffffff, -4, limits:-> {most:u32 0..9, used:u32}, "
		   "cells:-> 64 {next:u32 0..63 | 0xffffffff, key:u32}, -8");
	bolt_state("nat.ports", ports, sizeof(ports[0]), PORTS, "stats:->{packets:u64, weight:u32 1..7, -4}, id:u32, -4");
#endif
}

int nf(uint8_t *packet, uint16_t length)
{
	struct stats *stats;
	uint32_t at, cost;

	if (length < 20)
		return -1;
	stats = ports[packet[0] & 3].stats;
	stats->packets++;
	cost = 100 / stats->weight;
	if (packet[1] == 1)
		stats->weight = 1 + (packet[2] & 3);
	if (table.limits->most > 9)
		return packet[1] / 3;			/* never */
	if (table.limits->used >= table.limits->most)
		return 2;
	table.limits->used++;
	at = table.head;
	for (int i = 0; i < 3; i++) {
		if (at == NONE)
			return 3;
		if (table.cells[at].key == packet[3])
			return cost;
		at = table.cells[at].next;
	}
#ifdef SWAPPED
	ports[packet[4] & 3].stats = (struct stats *)table.cells;
#else
	ports[packet[4] & 3].stats = ports[packet[5] & 3].stats;
#endif
	return 0;
}
