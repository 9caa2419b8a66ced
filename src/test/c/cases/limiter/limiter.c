// A rate limiter by source: a hash table with chains, and a loop over IP options. PLAIN: neither marks nor registered state.
#include "limiter.h"
#ifdef PLAIN
#define bolt_pcv(name)
#define bolt_class(name)
#define bolt_state(name, address, size, count, spec)
#else
#include "bolt.h"
#endif
#include <string.h>
#include <rte_byteorder.h>
#include <rte_ether.h>
#include <rte_ip.h>

#define BUCKETS 1024
#define ENTRIES 4096
#define NONE 0

struct entry {
	uint32_t address;
	uint32_t next;
	uint64_t last;
	uint64_t tokens;
	uint64_t pad;
};

static uint32_t heads[BUCKETS];
static struct entry entries[ENTRIES];
static uint32_t used;
static uint64_t seen, dropped;
static uint64_t rate = 1000, burst = 100000;

void limiter_init(void)
{
	memset(heads, 0, sizeof(heads));
	used = 1;
	bolt_state("sources.heads", heads, sizeof(*heads), BUCKETS, "head:u32 0..4095");
	bolt_state("sources.entries", entries, sizeof(*entries), ENTRIES, "address:[4], next:u32 0..4095, last:u64, tokens:u64 0..100000, -8");
	bolt_state("sources.used", &used, sizeof(used), 1, "used:u32 1..4096");
	bolt_state("count.seen", &seen, 8, 1, "n:u64");
	bolt_state("count.dropped", &dropped, 8, 1, "n:u64");
}

static uint32_t hash(uint32_t a)
{
	a ^= a >> 16;
	a *= 0x85ebca6b;
	a ^= a >> 13;
	return a & (BUCKETS - 1);
}

static struct entry *find(uint32_t address)
{
	for (uint32_t i = heads[hash(address)]; i != NONE; i = entries[i].next) {
		bolt_pcv("table.t");
		if (entries[i].address == address)
			return &entries[i];
	}
	return NULL;
}

static struct entry *add(uint32_t address, uint64_t now)
{
	if (used == ENTRIES)
		return NULL;
	uint32_t h = hash(address);
	struct entry *e = &entries[used];
	e->address = address;
	e->next = heads[h];
	e->last = now;
	e->tokens = burst;
	heads[h] = used++;
	return e;
}

/* 0 fine, -1 malformed, 1 a source route */
static int options(const uint8_t *p, unsigned n)
{
	unsigned i = 0;
	while (i < n) {
		uint8_t kind = p[i];
		if (kind == 0)
			break;
		if (kind == 1) {
			bolt_pcv("options.nop");
			i++;
			continue;
		}
		if (i + 1 >= n || p[i + 1] < 2 || i + p[i + 1] > n)
			return -1;
		if (kind == 131 || kind == 137)
			return 1;
		bolt_pcv("options.other");
		i += p[i + 1];
	}
	return 0;
}

int limiter_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	seen++;
	if (length < 34) {
		bolt_class("too short");
		return -1;
	}
	struct rte_ether_hdr *eth = (void *)packet;
	if (eth->ether_type != rte_cpu_to_be_16(RTE_ETHER_TYPE_IPV4)) {
		bolt_class("not IPv4");
		return -2;
	}
	struct rte_ipv4_hdr *ip = (void *)(eth + 1);
	unsigned header = (ip->version_ihl & 15) * 4;
	if ((ip->version_ihl >> 4) != 4 || header < 20 || 14u + header > length) {
		bolt_class("bad header");
		return -3;
	}
	if (header > 20) {
		int o = options((uint8_t *)(ip + 1), header - 20);
		if (o < 0) {
			bolt_class("bad options");
			return -4;
		}
		if (o > 0) {
			bolt_class("source route");
			return -5;
		}
	}
	struct entry *e = find(ip->src_addr);
	if (!e) {
		e = add(ip->src_addr, now);
		if (!e) {
			bolt_class("table full");
			dropped++;
			return -6;
		}
	}
	uint64_t tokens = e->tokens + (now - e->last) * rate / 1000;
	if (tokens > burst)
		tokens = burst;
	e->last = now;
	if (tokens < length) {
		e->tokens = tokens;
		dropped++;
		bolt_class("limited");
		return -7;
	}
	bolt_class("passed");
	e->tokens = tokens - length;
	return port ^ 1;
}
