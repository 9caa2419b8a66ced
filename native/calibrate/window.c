/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many instructions a core has under way. Two chains of square roots depend on nothing in common; cheap instructions stand between them. While
 * the second chain's begin is among what is under way when the first chain's begin waits, both are computed at the same time; with one cheap
 * instruction too many, one after the other, which takes twice as long.
 *
 * Of the cheap instructions half write a register, as of those of most programs at least half do: cores run out of registers as well.
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "calibrate.h"

#define CHAIN 16		/* square roots */
#define MOST 1200		/* cheap instructions between two chains */
#define CODE_BYTES 16384
#define CHAINS_A_TURN 2
#define ONE_AFTER_THE_OTHER 0.75	/* of a chain's time; at the same time, it is half of it */
#define DEFAULT_WINDOW 256

struct code {
	unsigned char *start, *at;
};

static void emit(struct code *code, const char *bytes, size_t count)
{
	memcpy(code->at, bytes, count);
	code->at += count;
}

#define EMIT(code, bytes) emit(code, bytes, sizeof(bytes) - 1)

/* The first root's operand is a constant, or the last root of the chain before. */
static void emit_chain(struct code *code, bool waits)
{
	if (waits)
		EMIT(code, "\x66\x0f\x51\xc9");		/* sqrtpd xmm1, xmm1 */
	else
		EMIT(code, "\x66\x0f\x51\xc8");		/* sqrtpd xmm1, xmm0 */
	for (int i = 1; i < CHAIN; i++)
		EMIT(code, "\x66\x0f\x51\xc9");
}

static void emit_cheap(struct code *code, int count)
{
	for (int i = 0; i < count; i++) {
		switch (i & 3) {
		case 0:
			EMIT(code, "\x48\x8d\x04\x32");	/* lea rax, [rdx + rsi] */
			break;
		case 2:
			EMIT(code, "\x48\x8d\x0c\x32");	/* lea rcx, [rdx + rsi] */
			break;
		case 1:
			EMIT(code, "\x85\xd2");		/* test edx, edx */
			break;
		default:
			EMIT(code, "\x90");		/* nop */
		}
	}
}

/* A kernel: rdi counts down; rsi leads to two numbers. */
static void write_kernel(struct code *code, int cheap, bool waits)
{
	unsigned char *again;
	int32_t back;

	code->at = code->start;
	EMIT(code, "\x66\x0f\x10\x06");			/* movupd xmm0, [rsi] */
	EMIT(code, "\x66\x0f\x28\xc8");			/* movapd xmm1, xmm0 */
	again = code->at;
	for (int i = 0; i < CHAINS_A_TURN; i++) {
		emit_chain(code, waits);
		emit_cheap(code, cheap);
	}
	EMIT(code, "\x48\xff\xcf");			/* dec rdi */
	EMIT(code, "\x0f\x85");				/* jnz */
	back = (int32_t)(again - (code->at + sizeof(back)));
	emit(code, (const char *)&back, sizeof(back));
	EMIT(code, "\xc3");				/* ret */
}

/* Cycles a chain; NAN if they are not to be had. */
static double cycles(struct code *code, int cheap, bool waits, const struct effort *effort)
{
	static double numbers[2] = { 1.7, 1.7 };
	struct timing timing = { "window", NULL, numbers, CHAINS_A_TURN, 0, NULL };

	if (mprotect(code->start, CODE_BYTES, PROT_READ | PROT_WRITE))
		return NAN;
	write_kernel(code, cheap, waits);
	if (mprotect(code->start, CODE_BYTES, PROT_READ | PROT_EXEC))
		return NAN;
	memcpy(&timing.run, &code->start, sizeof(timing.run));
	timing_visit(&timing, effort);
	return timing_figure(&timing).cycles;
}

static bool overlap(struct code *code, int cheap, double alone, const struct effort *effort)
{
	return cycles(code, cheap, false, effort) < ONE_AFTER_THE_OTHER * alone;
}

/* The most cheap instructions over which two chains overlap; 0 where that cannot be told. */
static int most_between(struct code *code, const struct effort *effort)
{
	double alone = cycles(code, 0, true, effort);
	int least = 16, most = MOST;

	if (!overlap(code, least, alone, effort) || overlap(code, most, alone, effort))
		return 0;
	while (most - least > 1) {
		int middle = (least + most) / 2;

		if (overlap(code, middle, alone, effort))
			least = middle;
		else
			most = middle;
	}
	/* A disturbance may have led astray. */
	if (!overlap(code, least * 9 / 10, alone, effort) || overlap(code, least * 11 / 10 + 1, alone, effort))
		return 0;
	return least;
}

void window_tell(const struct effort *effort)
{
	struct code code;
	int between;

	code.start = mmap(NULL, CODE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	between = code.start == MAP_FAILED ? 0 : most_between(&code, effort);
	if (!between)
		tell_fallback("core.window", "no step was to be seen");
	tell_figure("core", "window", between ? between + CHAIN : DEFAULT_WINDOW, 0);
}
