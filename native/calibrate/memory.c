/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets of lines of 4 KB and up, each a ring in random order: the next address is what is loaded, so that no two loads overlap and nothing can
 * be fetched ahead. Huge pages, where there are any, keep the translation of addresses out of the figures.
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "calibrate.h"
#include "kernel.h"

#define SMALLEST 4096
#define MOST_SETS 40
#define WARM_LINES 32768
#define HUGE_PAGE (2ul << 20)
#define VISIBLE 1.2		/* a step of the ladder is one if latency grows by this factor */
#define DEFAULT_L1 (32ul << 10)
#define DEFAULT_L2 (512ul << 10)

/* A ring of lines, and where the last sample has got to. */
struct set {
	void *place;
	size_t bytes;
	char key[32];
};

static struct set sets[MOST_SETS];
static struct timing timings[MOST_SETS + 2];
static int set_count;
static char *memory;
static size_t memory_bytes;

/* ---- code ---- */

KERNEL(chase, "mov (%[data]), %%rax", REPEAT(8, "mov (%%rax), %%rax"), "mov %%rax, (%[data])")

/* The address goes through a vector register and back; the way back is half of a round trip between the banks. */
KERNEL(vector_load, "mov %[data], %%rax", REPEAT(32, "movq (%%rax), %%xmm0\n\tmovq %%xmm0, %%rax"), "")

/*
 * What is stored is loaded, multiplied, and stored elsewhere, at places that are in no order and known long before. Some cores guess which load takes
 * what which store has stored, and then take less; in code that is run once a packet they have little to guess from. So there are many
 * pairs of a store and a load, more than they keep in mind.
 */
#define PLACES 256
#define TABLE_BYTES (PLACES * 2 * sizeof(void *))

KERNEL(store_forward, "mov %[data], %%r9\n\tmov $1, %%edx",
       REPEAT(256, "mov (%%r9), %%rcx\n\tmov 8(%%r9), %%r8\n\timul %%rdx, %%rax\n\tmov %%rax, (%%rcx)\n\tmov (%%r8), %%rax\n\t"
		  "add $16, %%r9\n\tand $-4097, %%r9"), "")

_Static_assert(TABLE_BYTES == 4096, "the code above goes round in as many bytes");

static void *self[8] __attribute__((aligned(LINE_BYTES)));
static void *table[2 * PLACES] __attribute__((aligned(2 * TABLE_BYTES)));
static uint64_t places[PLACES] __attribute__((aligned(LINE_BYTES)));

/* ---- sets ---- */

static size_t size_of(int level)
{
	size_t bytes = processor_cache(level);

	return bytes ? bytes : level == 1 ? DEFAULT_L1 : DEFAULT_L2;
}

static uint64_t random_number(void)
{
	static uint64_t state = 88172645463325252ull;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* One ring through all lines: of the permutations without a shorter one, each as likely as any other. */
static void *make_ring(char *at, size_t bytes)
{
	size_t lines = bytes / LINE_BYTES;
	uint32_t *order = malloc(lines * sizeof(*order));

	if (!order)
		abort();
	for (size_t i = 0; i < lines; i++)
		order[i] = (uint32_t)i;
	for (size_t i = lines - 1; i > 0; i--) {
		size_t other = random_number() % i;
		uint32_t line = order[i];

		order[i] = order[other];
		order[other] = line;
	}
	for (size_t i = 0; i < lines; i++)
		*(void **)(at + i * LINE_BYTES) = at + (size_t)order[i] * LINE_BYTES;
	free(order);
	return at;
}

/* Each place once, the store's and the load's beside each other. */
static void make_table(void)
{
	for (uint64_t i = 0; i < PLACES; i++) {
		uint64_t other = random_number() % (i + 1);

		table[2 * i] = table[2 * other];
		table[2 * other] = &places[i];
	}
	for (int i = 0; i < PLACES; i++)
		table[2 * i + 1] = table[2 * i];
}

static size_t next_size(size_t bytes)
{
	return (bytes & (bytes - 1)) ? bytes / 3 * 4 : bytes / 2 * 3;
}

static size_t rounded(size_t bytes)
{
	return (bytes + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
}

static void make_memory(size_t largest)
{
	memory_bytes = HUGE_PAGE;
	for (size_t bytes = SMALLEST; bytes <= largest; bytes = next_size(bytes))
		memory_bytes += rounded(bytes);
	memory = mmap(NULL, memory_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED) {
		fprintf(stderr, "cannot get %zu MB of memory\n", memory_bytes >> 20);
		exit(2);
	}
	madvise(memory, memory_bytes, MADV_HUGEPAGE);
}

static void make_sets(size_t largest)
{
	char *at = (char *)(((uintptr_t)memory + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));

	for (size_t bytes = SMALLEST; bytes <= largest && set_count < MOST_SETS; bytes = next_size(bytes)) {
		struct set *set = &sets[set_count];

		set->bytes = bytes;
		set->place = make_ring(at, bytes);
		timings[set_count++] = (struct timing){ "ladder", chase, set, 8, 0, NULL };
		at += rounded(bytes);
	}
}

struct timing *memory_timings(const struct effort *effort, int *count)
{
	make_memory(effort->largest);
	make_sets(effort->largest);
	self[0] = self;
	make_table();
	timings[set_count] = (struct timing){ "vectorLoad", vector_load, self, 32, 0, NULL };
	timings[set_count + 1] = (struct timing){ "storeForward", store_forward, table, 256, 0, NULL };
	*count = set_count + 2;
	return timings;
}

/* Other code has used the caches; once round, and the lines are where they are when they are in use. A large set is only begun. */
void memory_before_visit(const struct timing *timing)
{
	size_t lines = timing->run == chase ? ((struct set *)timing->data)->bytes / LINE_BYTES : 0;

	if (lines)
		chase((long)(lines < WARM_LINES ? lines : WARM_LINES) / 8, timing->data);
}

/* ---- telling ---- */

/* The latency of the largest set that is no larger. */
static struct figure ladder(size_t bytes)
{
	int at = 0;

	while (at + 1 < set_count && sets[at + 1].bytes <= bytes)
		at++;
	return timing_figure(&timings[at]);
}

/* The lowest step: what is smaller is partly in the cache before, what is larger has partly been driven out by others. */
static struct figure least_between(size_t least, size_t most)
{
	struct figure found = ladder(most);

	for (int i = 0; i < set_count; i++) {
		struct figure figure = timing_figure(&timings[i]);

		if (sets[i].bytes >= least && sets[i].bytes <= most && figure.cycles < found.cycles)
			found = figure;
	}
	return found;
}

static void tell_ladder(void)
{
	for (int i = 0; i < set_count; i++) {
		struct figure figure = timing_figure(&timings[i]);

		printf("ladder %zu %.2f %.4f\n", sets[i].bytes, figure.cycles, figure.spread);
	}
}

/* The processor may say what its host has made up. */
static void check_step(const char *name, size_t bytes)
{
	double within = ladder(bytes * 3 / 4).cycles, behind = ladder(2 * bytes).cycles;

	if (behind < VISIBLE * within)
		printf("note the size of %s as the processor says it, %zu KB, is not to be seen: %.1f cycles within, %.1f at twice the size\n",
		       name, bytes >> 10, within, behind);
}

static void tell_cache(int level, const char *name, struct figure latency)
{
	char key[32];

	snprintf(key, sizeof(key), "memory.%s", name);
	tell_figure(key, "bytes", (double)size_of(level), 0);
	tell_figure(key, "latency", latency.cycles, latency.spread);
	if (!processor_cache(level))
		tell_fallback(key, "the processor does not say its size");
	check_step(name, size_of(level));
}

/* Sets of several times the size of l2: from what a cache behind it may still hold to what none does. */
void memory_visit_beyond(const struct effort *effort)
{
	size_t least = 3 * size_of(2);

	for (int i = 0; i < set_count; i++) {
		if (sets[i].bytes < least && i + 1 < set_count)
			continue;
		memory_before_visit(&timings[i]);
		beyond_visit(&sets[i].place, effort);
	}
}

static bool has_huge_pages(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	size_t kilobytes = 0;

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "AnonHugePages: %zu kB", &kilobytes);
	if (file)
		fclose(file);
	return kilobytes << 10 >= memory_bytes / 2;
}

void memory_tell(void)
{
	struct figure l1 = ladder(size_of(1) / 2), l2 = least_between(4 * size_of(1), size_of(2) / 2);
	struct figure vector = timing_figure(&timings[set_count]), forward = timing_figure(&timings[set_count + 1]);

	printf("pages %s\n", has_huge_pages() ? "huge" : "small");
	tell_ladder();
	tell_cache(1, "l1", l1);
	tell_cache(2, "l2", l2);
	beyond_tell(l1.cycles, l2.cycles);
	tell_figure("memory", "vectorLoad", vector.cycles - kind_figure("vectorTransfer", "chain").cycles, vector.spread);
	tell_figure("memory", "storeForward", forward.cycles - kind_figure("multiply", "chain").cycles, forward.spread);
	tell_figure("memory", "lineBytes", LINE_BYTES, 0);
}
