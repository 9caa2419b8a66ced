// Flows by source in parallel arrays on the heap, with keys behind pointers, an allocator of indices that is two lists of cells, expiry,
// and a table for consistent hashing. Nothing of it is declared.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY 1024
#define LIFETIME 1000000u
#define BACKENDS 6
#define SLOTS 1536

struct key {
	uint32_t address;
	uint16_t port;
	uint16_t zero;
};

struct table {
	int *busy;
	uint32_t *hashes;
	struct key **keys;
	int *chains;
	int *values;
	int size;
};

struct cell {
	int previous;
	int next;
};

/* The cells of the two lists' ends, and the first cell of an index. */
enum { USED, FREE, FIRST };

static struct table table;
static struct cell *cells;
static uint32_t *times;
static struct key *keys;
static uint64_t *slots;

void setup(void)
{
	int i;

	table.busy = calloc(CAPACITY, sizeof(*table.busy));
	table.hashes = calloc(CAPACITY, sizeof(*table.hashes));
	table.keys = calloc(CAPACITY, sizeof(*table.keys));
	table.chains = calloc(CAPACITY, sizeof(*table.chains));
	table.values = calloc(CAPACITY, sizeof(*table.values));
	cells = calloc(CAPACITY + FIRST, sizeof(*cells));
	times = calloc(CAPACITY, sizeof(*times));
	keys = calloc(CAPACITY, sizeof(*keys));
	slots = calloc(SLOTS, sizeof(*slots));
	cells[USED].previous = cells[USED].next = USED;
	cells[FREE].next = FIRST;
	cells[FREE].previous = FREE;
	for (i = FIRST; i < CAPACITY + FIRST; i++) {
		cells[i].next = i + 1 < CAPACITY + FIRST ? i + 1 : FREE;
		cells[i].previous = cells[i].next;
	}
	for (i = 0; i < SLOTS; i++)
		slots[i] = (uint64_t)(i * 7 % 5 + (i % 11 == 0)) % BACKENDS;
}

static uint32_t hash(const struct key *key)
{
	uint32_t h = key->address * 0x9e3779b1u ^ key->port * 0x85ebca6bu;

	return h ^ h >> 15;
}

static int same(const struct key *a, const struct key *b)
{
	return a->address == b->address && a->port == b->port;
}

static int find(const struct key *key, uint32_t h)
{
	for (int i = 0; i < CAPACITY; i++) {
		int place = (h + i) & (CAPACITY - 1);

		if (table.busy[place] && table.hashes[place] == h && same(table.keys[place], key))
			return table.values[place];
		if (!table.busy[place] && table.chains[place] == 0)
			return -1;
	}
	return -1;
}

static void insert(struct key *key, uint32_t h, int value)
{
	for (int i = 0; i < CAPACITY; i++) {
		int place = (h + i) & (CAPACITY - 1);

		if (!table.busy[place]) {
			table.busy[place] = 1;
			table.hashes[place] = h;
			table.keys[place] = key;
			table.values[place] = value;
			table.size++;
			return;
		}
		table.chains[place]++;
	}
}

static void erase(const struct key *key, uint32_t h)
{
	for (int i = 0; i < CAPACITY; i++) {
		int place = (h + i) & (CAPACITY - 1);

		if (table.busy[place] && table.hashes[place] == h && same(table.keys[place], key)) {
			table.busy[place] = 0;
			table.size--;
			return;
		}
		table.chains[place]--;
	}
}

static void take_out(int cell)
{
	cells[cells[cell].previous].next = cells[cell].next;
	cells[cells[cell].next].previous = cells[cell].previous;
}

static void put_last(int cell)
{
	cells[cell].next = USED;
	cells[cell].previous = cells[USED].previous;
	cells[cells[USED].previous].next = cell;
	cells[USED].previous = cell;
}

static int allocate(uint32_t now)
{
	int cell = cells[FREE].next;

	if (cell == FREE)
		return -1;
	cells[FREE].next = cells[cell].next;
	put_last(cell);
	times[cell - FIRST] = now;
	return cell - FIRST;
}

static void refresh(int index, uint32_t now)
{
	take_out(index + FIRST);
	put_last(index + FIRST);
	times[index] = now;
}

static int expire(uint32_t now)
{
	int count = 0;

	while (cells[USED].next != USED) {
		int cell = cells[USED].next;

		if (now - times[cell - FIRST] < LIFETIME)
			break;
		erase(&keys[cell - FIRST], hash(&keys[cell - FIRST]));
		take_out(cell);
		cells[cell].next = cells[FREE].next;
		cells[FREE].next = cell;
		count++;
	}
	return count;
}

int nf(const uint8_t *packet, uint16_t length, uint32_t now)
{
	struct key key = { 0, 0, 0 };
	uint32_t h;
	int index;

	if (length < 38)
		return -1;
	expire(now);
	memcpy(&key.address, packet + 26, 4);
	memcpy(&key.port, packet + 34, 2);
	h = hash(&key);
	index = find(&key, h);
	if (index < 0) {
		index = allocate(now);
		if (index < 0)
			return -2;
		keys[index] = key;
		insert(&keys[index], h, index);
	} else {
		refresh(index, now);
	}
	return (int)slots[h % SLOTS];
}
