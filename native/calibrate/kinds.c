/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long instructions of each kind take from operand to result (a chain of them), and how many begin a cycle (many that do not wait for
 * each other, on several registers).
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calibrate.h"
#include "kernel.h"

/* ---- general registers ---- */

#define NOP(r) "nop\n\t"
#define MOVE(r) "mov %%rdx, %%" r "\n\t"
#define ADD(r) "add %%rdx, %%" r "\n\t"
#define ADDRESS(r) "lea (%%rdx, %[data]), %%" r "\n\t"
#define SHIFT(r) "shl $3, %%" r "\n\t"
#define MULTIPLY(r) "imul %%rdx, %%" r "\n\t"
#define COUNT_BITS(r) "popcnt %%" r ", %%" r "\n\t"
#define CHECKSUM(r) "crc32q %%rdx, %%" r "\n\t"

KERNEL(none_many, "", REPEAT(25, ON_GENERAL(NOP)), "")
KERNEL(move_chain, "", REPEAT(32, "mov %%rax, %%rdx\n\tmov %%rdx, %%rax"), "")
KERNEL(move_many, "", REPEAT(10, ON_GENERAL(MOVE)), "")
KERNEL(add_chain, "mov $1, %%edx", REPEAT(64, "add %%rdx, %%rax"), "")
KERNEL(add_many, "mov $1, %%edx", REPEAT(10, ON_GENERAL(ADD)), "")
KERNEL(address_many, "", REPEAT(10, ON_GENERAL(ADDRESS)), "")
KERNEL(shift_chain, "", REPEAT(64, "shl $3, %%rax"), "")
KERNEL(shift_many, "", REPEAT(10, ON_GENERAL(SHIFT)), "")
KERNEL(multiply_chain, "mov $3, %%edx", REPEAT(64, "imul %%rdx, %%rax"), "")
KERNEL(multiply_many, "mov $3, %%edx", REPEAT(10, ON_GENERAL(MULTIPLY)), "")
KERNEL(count_bits_chain, "", REPEAT(64, "popcnt %%rax, %%rax"), "")
KERNEL(count_bits_many, "", REPEAT(10, ON_GENERAL(COUNT_BITS)), "")
KERNEL(checksum_chain, "", REPEAT(64, "crc32q %%rdx, %%rax"), "")
KERNEL(checksum_many, "", REPEAT(10, ON_GENERAL(CHECKSUM)), "")

/*
 * Numbers of ordinary size: 30 bits by 10, and 48 bits by 20, which is what lengths, hashes and times come to. The quotient goes back into
 * the next dividend by an "or", which takes a cycle.
 */
#define DIVIDE_32_SETUP "mov $0x30000000, %%r8d\n\tmov %%r8d, %%eax\n\tmov $1009, %%r9d"
#define DIVIDE_64_SETUP "mov $0x800000000000, %%r8\n\tmov %%r8, %%rax\n\tmov $1000003, %%r9d"

KERNEL(divide_32_chain, DIVIDE_32_SETUP, REPEAT(16, "xor %%edx, %%edx\n\tor %%r8d, %%eax\n\tdiv %%r9d"), "")
KERNEL(divide_32_many, DIVIDE_32_SETUP, REPEAT(16, "xor %%edx, %%edx\n\tmov %%r8d, %%eax\n\tdiv %%r9d"), "")
KERNEL(divide_64_chain, DIVIDE_64_SETUP, REPEAT(16, "xor %%edx, %%edx\n\tor %%r8, %%rax\n\tdiv %%r9"), "")
KERNEL(divide_64_many, DIVIDE_64_SETUP, REPEAT(16, "xor %%edx, %%edx\n\tmov %%r8, %%rax\n\tdiv %%r9"), "")

/* ---- vector registers ---- */

#define VECTOR_ADD(r) "paddd %%xmm15, %%" r "\n\t"
#define VECTOR_MULTIPLY(r) "pmuludq %%xmm15, %%" r "\n\t"
#define VECTOR_SHUFFLE(r) "pshufd $0x1b, %%" r ", %%" r "\n\t"
#define FLOAT_ADD(r) "addsd %%xmm15, %%" r "\n\t"
#define FLOAT_MULTIPLY(r) "mulsd %%xmm15, %%" r "\n\t"
#define FLOAT_DIVIDE(r) "divsd %%xmm15, %%" r "\n\t"
#define FROM_INTEGER(r) "cvtsi2sdq %%rdx, %%" r "\n\t"
#define CRYPTO(r) "aesenc %%xmm15, %%" r "\n\t"
#define ZERO(r) "pxor %%" r ", %%" r "\n\t"
/* A little above one, so that quotients and products stay ordinary numbers: 1 + 2^-40. */
#define ABOVE_ONE "mov $0x3ff0000000001000, %%rdx\n\tmovq %%rdx, %%xmm15\n\t"
#define COPY(r) "movapd %%xmm15, %%" r "\n\t"
#define FLOATS ABOVE_ONE ON_VECTORS(COPY)

KERNEL(vector_add_chain, ON_VECTORS(ZERO), REPEAT(64, "paddd %%xmm15, %%xmm0"), "")
KERNEL(vector_add_many, ON_VECTORS(ZERO), REPEAT(8, ON_VECTORS(VECTOR_ADD)), "")
KERNEL(vector_multiply_chain, ON_VECTORS(ZERO), REPEAT(64, "pmuludq %%xmm15, %%xmm0"), "")
KERNEL(vector_multiply_many, ON_VECTORS(ZERO), REPEAT(8, ON_VECTORS(VECTOR_MULTIPLY)), "")
KERNEL(vector_shuffle_chain, ON_VECTORS(ZERO), REPEAT(64, "pshufd $0x1b, %%xmm0, %%xmm0"), "")
KERNEL(vector_shuffle_many, ON_VECTORS(ZERO), REPEAT(8, ON_VECTORS(VECTOR_SHUFFLE)), "")
KERNEL(vector_transfer_chain, "", REPEAT(32, "movq %%rax, %%xmm0\n\tmovq %%xmm0, %%rax"), "")
KERNEL(vector_transfer_many, "",
       REPEAT(16, "movq %%rdx, %%xmm0\n\tmovq %%xmm15, %%rax\n\tmovq %%rdx, %%xmm1\n\tmovq %%xmm15, %%rcx"), "")
KERNEL(float_add_chain, FLOATS, REPEAT(64, "addsd %%xmm15, %%xmm0"), "")
KERNEL(float_add_many, FLOATS, REPEAT(8, ON_VECTORS(FLOAT_ADD)), "")
KERNEL(float_multiply_chain, FLOATS, REPEAT(64, "mulsd %%xmm15, %%xmm0"), "")
KERNEL(float_multiply_many, FLOATS, REPEAT(8, ON_VECTORS(FLOAT_MULTIPLY)), "")
KERNEL(float_divide_chain, FLOATS, REPEAT(32, "divsd %%xmm15, %%xmm0"), "")
KERNEL(float_divide_many, FLOATS, REPEAT(4, ON_VECTORS(FLOAT_DIVIDE)), "")
KERNEL(convert_chain, "mov $1000, %%eax", REPEAT(32, "cvtsi2sdq %%rax, %%xmm0\n\tcvttsd2siq %%xmm0, %%rax"), "")
KERNEL(convert_from_many, "mov $1000, %%edx", REPEAT(8, ON_VECTORS(FROM_INTEGER)), "")
KERNEL(convert_to_many, FLOATS, REPEAT(32, "cvttsd2siq %%xmm15, %%rax\n\tcvttsd2siq %%xmm15, %%rcx"), "")
KERNEL(crypto_chain, ON_VECTORS(ZERO), REPEAT(64, "aesenc %%xmm15, %%xmm0"), "")
KERNEL(crypto_many, ON_VECTORS(ZERO), REPEAT(8, ON_VECTORS(CRYPTO)), "")

/* ---- the rest ---- */

/* Never taken, one behind the other, and with another instruction between. */
KERNEL(branch_dense, "clc", REPEAT(64, "jc 2f\n2:"), "")
KERNEL(branch_sparse, "clc", REPEAT(64, "jc 2f\n\tnop\n\tnop\n2:"), "")
KERNEL(locked_chain, "mov $1, %%edx", REPEAT(16, "lock add %%rdx, (%[data])"), "")
KERNEL(locked_many, "mov $1, %%edx",
       REPEAT(4, "lock add %%rdx, (%[data])\n\tlock add %%rdx, 64(%[data])\n\tlock add %%rdx, 128(%[data])\n\tlock add %%rdx, 192(%[data])"), "")
KERNEL(serialise_chain, "", REPEAT(16, "lfence"), "")
KERNEL(special_chain, "", REPEAT(16, "rdtsc"), "")

/* Copies 64 bytes. The registers are those that the instruction knows. */
static void string_chain(long turns, void *data)
{
	asm volatile(".p2align 6\n"
		     "1:\t" REPEAT(8, "mov %[data], %%rsi\n\tlea 256(%[data]), %%rdi\n\tmov $64, %%ecx\n\trep movsb")
		     "dec %[turns]\n\tjnz 1b"
		     : [turns] "+r"(turns) : [data] "r"(data) : "rcx", "rsi", "rdi", "cc", "memory");
}

/* ---- what a core does at a time ---- */

/* The loop's end is one: it is taken up as one. Pairs that a core takes up as one, such as mov and add, are left out. */
#define NOP_ADD(r) "nop\n\tadd %%rdx, %%" r "\n\t"

KERNEL(width_adds, "mov $1, %%edx", REPEAT(10, ON_GENERAL(NOP_ADD)), "")
KERNEL(width_moves, "",
       REPEAT(16, "mov %%rdx, %%rax\n\tadd %%rdx, %%r8\n\tmov %%rdx, %%rcx\n\tnop\n\tmov %%rdx, %%r9\n\tadd %%rdx, %%r10\n\tmov %%rdx, %%r11\n\tnop"), "")
KERNEL(width_tests, "",
       REPEAT(16, "add %%rdx, %%rax\n\tmov %%rdx, %%rcx\n\ttest %%rdx, %%rdx\n\tnop\n\tadd %%rdx, %%r8\n\tmov %%rdx, %%r9\n\tadd %%rdx, %%r10\n\tnop"), "")

#define LOAD(offset, to) "mov " #offset "(%[data]), %%" to "\n\t"
#define STORE(offset, from) "mov %%rdx, " #offset "(%[data])\n\t"
#define EIGHT(of, step) \
	of(0 * step, "rax") of(1 * step, "rcx") of(2 * step, "r8") of(3 * step, "r9") \
	of(4 * step, "r10") of(5 * step, "r11") of(6 * step, "r12") of(7 * step, "r13")

KERNEL(loads_near, "", REPEAT(12, EIGHT(LOAD, 8)), "")
KERNEL(loads_far, "", REPEAT(12, EIGHT(LOAD, 72)), "")
KERNEL(stores_near, "", REPEAT(12, EIGHT(STORE, 8)), "")
KERNEL(stores_far, "", REPEAT(12, EIGHT(STORE, 72)), "")
KERNEL(taken_16, "", REPEAT(32, "jmp 2f\n\t.p2align 4\n2:"), "")
KERNEL(taken_32, "", REPEAT(32, "jmp 2f\n\t.p2align 5\n2:"), "")
KERNEL(taken_64, "", REPEAT(32, "jmp 2f\n\t.p2align 6\n2:"), "")
KERNEL(taken_conditional, "clc", REPEAT(32, "jnc 2f\n\t.p2align 5\n2:"), "")

/*
 * A branch on a bit of random numbers, which are computed either way: the mask makes it random, half of the time mispredicted, or always the
 * same. The numbers go on from sample to sample, for predictors learn what comes again.
 */
struct random_bits {
	uint64_t state;
	uint64_t mask;
};

KERNEL(branch_on_bits,
       "mov (%[data]), %%rax\n\tmov 8(%[data]), %%rdx\n\tmov $6364136223846793005, %%r8\n\tmov $1442695040888963407, %%r9",
       REPEAT(8, "imul %%r8, %%rax\n\tadd %%r9, %%rax\n\ttest %%rdx, %%rax\n\tjz 2f\n\tadd %%r9, %%r10\n2:"),
       "mov %%rax, (%[data])")

/* A long sample, in which half of the branches are mispredicted: how many exactly is chance, to one in the square root of their number. */
#define RANDOM_TURNS 1500
/*
 * Cores in virtual machines were seen to take some cycles more for seconds, when all else took the same: a neighbour, as far as can be told from
 * inside. A lower quantile than for other code finds what they take by themselves.
 */
#define RANDOM_LOW 0.10

static struct random_bits random_bits = { 1, 1ull << 62 };
static struct random_bits constant_bits = { 1, 0 };
static char bytes[1024] __attribute__((aligned(4096)));

/* A key begins with the name in a profile. */
static struct timing timings[] = {
	{ "none many", none_many, bytes, 250, 0, NULL },
	{ "move chain", move_chain, bytes, 64, 0, NULL },
	{ "move many", move_many, bytes, 100, 0, NULL },
	{ "add chain", add_chain, bytes, 64, 0, NULL },
	{ "add many", add_many, bytes, 100, 0, NULL },
	{ "add addresses", address_many, bytes, 100, 0, NULL },
	{ "shift chain", shift_chain, bytes, 64, 0, NULL },
	{ "shift many", shift_many, bytes, 100, 0, NULL },
	{ "multiply chain", multiply_chain, bytes, 64, 0, NULL },
	{ "multiply many", multiply_many, bytes, 100, 0, NULL },
	{ "divide32 chain", divide_32_chain, bytes, 16, 0, NULL },
	{ "divide32 many", divide_32_many, bytes, 16, 0, NULL },
	{ "divide64 chain", divide_64_chain, bytes, 16, 0, NULL },
	{ "divide64 many", divide_64_many, bytes, 16, 0, NULL },
	{ "countBits chain", count_bits_chain, bytes, 64, 0, NULL },
	{ "countBits many", count_bits_many, bytes, 100, 0, NULL },
	{ "checksum chain", checksum_chain, bytes, 64, 0, NULL },
	{ "checksum many", checksum_many, bytes, 100, 0, NULL },
	{ "vectorAdd chain", vector_add_chain, bytes, 64, 0, NULL },
	{ "vectorAdd many", vector_add_many, bytes, 120, 0, NULL },
	{ "vectorMultiply chain", vector_multiply_chain, bytes, 64, 0, NULL },
	{ "vectorMultiply many", vector_multiply_many, bytes, 120, 0, NULL },
	{ "vectorShuffle chain", vector_shuffle_chain, bytes, 64, 0, NULL },
	{ "vectorShuffle many", vector_shuffle_many, bytes, 120, 0, NULL },
	{ "vectorTransfer chain", vector_transfer_chain, bytes, 64, 0, NULL },
	{ "vectorTransfer many", vector_transfer_many, bytes, 64, 0, NULL },
	{ "floatAdd chain", float_add_chain, bytes, 64, 0, NULL },
	{ "floatAdd many", float_add_many, bytes, 120, 0, NULL },
	{ "floatMultiply chain", float_multiply_chain, bytes, 64, 0, NULL },
	{ "floatMultiply many", float_multiply_many, bytes, 120, 0, NULL },
	{ "floatDivide chain", float_divide_chain, bytes, 32, 0, NULL },
	{ "floatDivide many", float_divide_many, bytes, 60, 0, NULL },
	{ "convert chain", convert_chain, bytes, 64, 0, NULL },
	{ "convert from", convert_from_many, bytes, 120, 0, NULL },
	{ "convert to", convert_to_many, bytes, 64, 0, NULL },
	{ "crypto chain", crypto_chain, bytes, 64, 0, NULL },
	{ "crypto many", crypto_many, bytes, 120, 0, NULL },
	{ "branch dense", branch_dense, bytes, 64, 0, NULL },
	{ "branch sparse", branch_sparse, bytes, 64, 0, NULL },
	{ "locked chain", locked_chain, bytes, 16, 0, NULL },
	{ "locked many", locked_many, bytes, 16, 0, NULL },
	{ "serialise chain", serialise_chain, bytes, 16, 0, NULL },
	{ "special chain", special_chain, bytes, 16, 0, NULL },
	{ "string chain", string_chain, bytes, 8, 0, NULL },
	{ "width nops", none_many, bytes, 251, 0, NULL },
	{ "width copies", move_many, bytes, 101, 0, NULL },
	{ "width adds", width_adds, bytes, 201, 0, NULL },
	{ "width moves", width_moves, bytes, 129, 0, NULL },
	{ "width tests", width_tests, bytes, 129, 0, NULL },
	{ "loads near", loads_near, bytes, 96, 0, NULL },
	{ "loads far", loads_far, bytes, 96, 0, NULL },
	{ "stores near", stores_near, bytes, 96, 0, NULL },
	{ "stores far", stores_far, bytes, 96, 0, NULL },
	{ "taken 16", taken_16, bytes, 33, 0, NULL },
	{ "taken 32", taken_32, bytes, 33, 0, NULL },
	{ "taken 64", taken_64, bytes, 33, 0, NULL },
	{ "taken conditional", taken_conditional, bytes, 33, 0, NULL },
	{ "bits random", branch_on_bits, &random_bits, 8, RANDOM_TURNS, NULL },
	{ "bits constant", branch_on_bits, &constant_bits, 8, 0, NULL },
};

struct timing *kind_timings(int *count)
{
	*count = sizeof(timings) / sizeof(*timings);
	return timings;
}

/* ---- telling ---- */

static const struct timing *find(const char *name, const char *how)
{
	char key[64];

	snprintf(key, sizeof(key), "%s %s", name, how);
	for (size_t i = 0; i < sizeof(timings) / sizeof(*timings); i++)
		if (!strcmp(timings[i].key, key))
			return &timings[i];
	abort();
}

struct figure kind_figure(const char *name, const char *how)
{
	return timing_figure(find(name, how));
}

static void tell_times(const char *kind, double latency, double latency_spread, struct figure many)
{
	char key[64];

	snprintf(key, sizeof(key), "kinds.%s", kind);
	tell_figure(key, "latency", latency, latency_spread);
	tell_figure(key, "perCycle", 1 / many.cycles, many.spread);
}

/* BESIDE cycles of the chain are another instruction's. */
static void tell_kind(const char *kind, double beside)
{
	struct figure chain = kind_figure(kind, "chain");

	tell_times(kind, fmax(chain.cycles - beside, 0), chain.spread, kind_figure(kind, "many"));
}

/* One waits for the other, or nobody knows better. */
static void tell_serial(const char *kind)
{
	struct figure chain = kind_figure(kind, "chain");

	tell_times(kind, chain.cycles, chain.spread, chain);
}

static struct figure best(const char *name, const char *const *hows)
{
	struct figure best = kind_figure(name, hows[0]);

	for (int i = 1; hows[i]; i++) {
		struct figure other = kind_figure(name, hows[i]);

		if (other.cycles < best.cycles)
			best = other;
	}
	return best;
}

/* Half of the random branches are mispredicted. */
static void tell_misprediction(void)
{
	const struct timing *random = find("bits", "random");
	double low = timing_quantile(random, RANDOM_LOW), usual = timing_quantile(random, 0.5);

	tell_figure("core", "misprediction", 2 * (low - kind_figure("bits", "constant").cycles), usual / low - 1);
}

static void tell_core(const char *what, struct figure figure)
{
	tell_figure("core", what, 1 / figure.cycles, figure.spread);
}

/* Instructions that not all processors have, and what they take where they are. */
static const struct {
	const char *kind;
	bool (*is_there)(void);
	double latency;
} optional[] = {
	{ "countBits", processor_has_popcnt, 3 },
	{ "checksum", processor_has_crc32, 3 },
	{ "crypto", processor_has_aes, 4 },
	{ NULL, NULL, 0 },
};

bool kind_is_there(const struct timing *timing)
{
	for (int i = 0; optional[i].kind; i++)
		if (!strncmp(timing->key, optional[i].kind, strlen(optional[i].kind)))
			return optional[i].is_there();
	return true;
}

static void tell_optional(void)
{
	static const struct figure one_a_cycle = { 1, 0 };
	char key[64];

	for (int i = 0; optional[i].kind; i++) {
		if (optional[i].is_there()) {
			tell_kind(optional[i].kind, 0);
			continue;
		}
		snprintf(key, sizeof(key), "kinds.%s", optional[i].kind);
		tell_fallback(key, "the processor has no such instruction");
		tell_times(optional[i].kind, optional[i].latency, 0, one_a_cycle);
	}
}

void kinds_tell(void)
{
	static const char *const plain[] = { "move", "shift", "multiply", "vectorAdd", "vectorMultiply", "vectorShuffle",
		"vectorTransfer", "floatAdd", "floatMultiply", "floatDivide", "locked", NULL };
	struct figure to = kind_figure("convert", "to"), from = kind_figure("convert", "from"), convert = kind_figure("convert", "chain");
	struct figure add = kind_figure("add", "chain");

	for (int i = 0; plain[i]; i++)
		tell_kind(plain[i], 0);
	tell_optional();
	tell_times("add", add.cycles, add.spread, best("add", (const char *const[]){ "many", "addresses", NULL }));
	tell_kind("divide32", 1);
	tell_kind("divide64", 1);
	tell_times("none", 0, 0, kind_figure("none", "many"));
	tell_times("convert", convert.cycles, convert.spread,
		   (struct figure){ (to.cycles + from.cycles) / 2, fmax(to.spread, from.spread) });
	tell_times("branch", 1, 0, best("branch", (const char *const[]){ "dense", "sparse", NULL }));
	tell_serial("serialise");
	tell_serial("special");
	tell_serial("string");
	tell_misprediction();
	tell_core("width", best("width", (const char *const[]){ "nops", "copies", "adds", "moves", "tests", NULL }));
	tell_core("loads", best("loads", (const char *const[]){ "near", "far", NULL }));
	tell_core("stores", best("stores", (const char *const[]){ "near", "far", NULL }));
	tell_core("takenBranches", best("taken", (const char *const[]){ "16", "32", "64", "conditional", NULL }));
}
