// A hash over a string of the packet, then a chain of the table that it leads to.
#include <stdint.h>
#include <string.h>
#include "bolt.h"
#define ROWS 1024
#define NODES 64
#define NONE 64
#define STRING 16
struct node { uint8_t next; uint8_t length; char text[STRING]; };
static struct node nodes[NODES];
static uint8_t rows[ROWS];
static uint32_t used;
void setup(void)
{
	memset(rows, NONE, sizeof(rows));
	bolt_state("dataset.nodes", nodes, sizeof(nodes[0]), NODES, "next:u8 0..64, length:u8 0..16, text:[16]");
	bolt_state("dataset.rows", rows, 1, ROWS, "head:u8 0..64");
	bolt_state("dataset.used", &used, 4, 1, "used:u32 0..64");
}
int nf(uint8_t *p, uint16_t len)
{
	uint32_t h = 5381, i, n, size;
	uint8_t *link;
	if (len < 43) { bolt_class("short"); return -1; }
	size = p[42];
	if (size > STRING || 43 + size > len) { bolt_class("malformed"); return -2; }
	for (i = 0; i < size; i++) {
		bolt_pcv("dataset.length");
		h = h * 33 + p[43 + i];
	}
	link = &rows[h % ROWS];
	for (n = 0; n < NODES && *link < NONE; n++) {
		struct node *e = &nodes[*link];
		bolt_pcv("dataset.chain");
		if (e->length == size) {
			for (i = 0; i < size && e->text[i] == (char)p[43 + i]; i++)
				bolt_pcv("dataset.compared");
			if (i == size) { bolt_class("known"); return 1; }
		}
		link = &e->next;
	}
	if (used >= NODES) { bolt_class("full"); return 2; }
	nodes[used].next = NONE;
	nodes[used].length = size;
	memcpy(nodes[used].text, p + 43, size);
	*link = used++;
	bolt_class("added");
	return 3;
}
