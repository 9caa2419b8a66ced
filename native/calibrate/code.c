/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of code that no cache has: several are on their way at once, but not all. A chain of jumps, each to another line, is executed with all
 * of its lines flushed; what more lines take, above fewer, is told by line.
 */
#include <math.h>
#include <string.h>
#include <sys/mman.h>

#include "calibrate.h"

#define FEW 8			/* lines: those that are on their way at once are among them, or nearly */
#define MANY 40
#define DISTANCES 5
#define CODE_BYTES (MANY * LINE_BYTES * DISTANCES)
#define JUMP 5			/* bytes: the instruction and where to */
#define MOST_SAMPLES 4096
#define DEFAULT_CODE_LINE 50	/* cycles, where nothing was to be seen */

typedef void (*chain_fn)(void);

static double samples[MOST_SAMPLES];

/* Jumps from line to line, that many lines apart, and back to the caller. */
static void write_chain(unsigned char *code, int lines, int apart)
{
	int32_t distance = apart * LINE_BYTES - JUMP;

	for (int i = 0; i < lines; i++) {
		unsigned char *line = code + (size_t)i * (size_t)apart * LINE_BYTES;

		line[0] = i == lines - 1 ? 0xc3 : 0xe9;		/* ret, jmp */
		memcpy(line + 1, &distance, sizeof(distance));
	}
}

static void flush(unsigned char *code, int lines, int apart)
{
	for (int i = 0; i < lines; i++)
		__builtin_ia32_clflush(code + (size_t)i * (size_t)apart * LINE_BYTES);
	__builtin_ia32_mfence();
}

/* Cycles of a chain with none of its lines in a cache; NAN if no sample was undisturbed. */
static double chain(unsigned char *code, int lines, int apart, const struct effort *effort)
{
	int wanted = effort->rounds * effort->samples / DISTANCES, count = 0;
	chain_fn run;

	memcpy(&run, &code, sizeof(run));
	if (mprotect(code, CODE_BYTES, PROT_READ | PROT_WRITE))
		return NAN;
	write_chain(code, lines, apart);
	if (mprotect(code, CODE_BYTES, PROT_READ | PROT_EXEC))
		return NAN;
	for (int attempt = 0; attempt < wanted * effort->attempts && count < wanted && count < MOST_SAMPLES; attempt++) {
		struct look before, after;
		uint64_t start, taken;

		run();						/* so that the jumps are predicted */
		before = look();
		flush(code, lines, apart);
		start = ticks();
		run();
		taken = ticks() - start;
		after = look();
		if (undisturbed(before, after))
			samples[count++] = (double)taken / before.ticks_per_cycle;
	}
	return count ? quantile(samples, count, 0.5) : NAN;
}

void code_tell(const struct effort *effort)
{
	unsigned char *code = mmap(NULL, CODE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	double lines[DISTANCES], value = NAN;
	int count = 0;

	for (int apart = 1; code != MAP_FAILED && apart <= DISTANCES; apart++) {
		double more = (chain(code, MANY, apart, effort) - chain(code, FEW, apart, effort)) / (MANY - FEW);

		if (more > 0)
			lines[count++] = more;
	}
	if (count)
		value = quantile(lines, count, 0.5);
	if (!(value > 0)) {
		tell_fallback("memory.codeLine", "no line more was to be seen");
		value = DEFAULT_CODE_LINE;
	}
	tell_figure("memory", "codeLine", value, 0);
}
