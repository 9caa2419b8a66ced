// The search for a free port: at most 32 tries against a table.
#include <stdint.h>
#include <string.h>
#include "bolt.h"
#define RETRIES 32
#define BUCKETS 1024
struct cell { uint32_t remote; uint16_t port; uint16_t used; };
static struct cell cells[BUCKETS];
void setup(void)
{
	bolt_state("snat.cells", cells, sizeof(cells[0]), BUCKETS, "remote:u32, port:u16, used:u16 0..1");
}
static uint32_t hash(uint32_t remote, uint16_t port) { return (remote ^ remote >> 16 ^ port * 37u) % BUCKETS; }
int nf(uint8_t *p, uint16_t len)
{
	uint32_t src, dst, r;
	uint16_t port;
	if (len < 38) { bolt_class("short"); return -1; }
	memcpy(&src, p + 26, 4);
	memcpy(&dst, p + 30, 4);
	port = 1024 + ((src ^ src >> 16) & 0x7fff);
	for (r = 0; r < RETRIES; r++, port++) {
		struct cell *c = &cells[hash(dst, port)];
		if (!c->used) {
			c->used = 1;
			c->remote = dst;
			c->port = port;
			memcpy(p + 34, &port, 2);
			bolt_class("translated");
			return 1;
		}
		bolt_pcv("snat.retries");
	}
	bolt_class("exhausted");
	return 2;
}
