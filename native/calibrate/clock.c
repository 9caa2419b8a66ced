/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Samples, and which of them count. See calibrate.h.
 *
 * A sample is code between two looks at the core. It counts if the core ran as fast behind it as before, and if the core had all of its
 * units for itself: a thread beside it, on the same core, takes units away, which a chain alone would not feel.
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "calibrate.h"

#define SERIES_LENGTH 4096
#define LOW 0.25		/* the quantile that counts */
#define STEADY 0.01		/* how far two looks may be apart, as a share */
#define ALL_UNITS 0.96		/* of the independent additions that were seen undisturbed */
#define SAMPLE_TICKS 15000	/* short enough to be undisturbed, long enough for the counter */

struct series {
	double kept[SERIES_LENGTH];
	int kept_count;
	double other[SERIES_LENGTH];
	int other_count;
};

static double overhead;		/* ticks that a sample takes besides the turns: looks at the counter, the loop's end, which is mispredicted */
static double best_per_cycle;
static struct series *ratios;	/* cycles a tick */
static long looks_kept, looks_all;
static uint64_t first_ticks;
static struct timespec first_time;

uint64_t ticks(void)
{
	uint32_t low, high;

	asm volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

/* ---- the two pieces of code that tell how the core does ---- */

#define CHAIN_TURNS 512		/* long: some counters go in steps of 10 ns */
#define CHAIN_LENGTH 64		/* instructions a turn, as in the code below */
#define UNITS_TURNS 192
#define UNITS_LENGTH 80

/* Registers are added: some cores add small constants without taking time. */
static void chain(long turns)
{
	asm volatile("mov $1, %%edx\n\t"
		     ".p2align 6\n"
		     "1:\t.rept 64\n\tadd %%rdx, %%rax\n\t.endr\n\t"
		     "dec %[turns]\n\tjnz 1b"
		     : [turns] "+r"(turns) : : "rax", "rdx", "cc");
}

static void units(long turns)
{
	asm volatile("mov $1, %%edx\n\t"
		     ".p2align 6\n"
		     "1:\t.rept 8\n\t"
		     "add %%rdx, %%rax\n\tadd %%rdx, %%rcx\n\tadd %%rdx, %%r8\n\tadd %%rdx, %%r9\n\tadd %%rdx, %%r10\n\t"
		     "add %%rdx, %%r11\n\tadd %%rdx, %%r12\n\tadd %%rdx, %%r13\n\tadd %%rdx, %%r14\n\tadd %%rdx, %%r15\n\t"
		     ".endr\n\t"
		     "dec %[turns]\n\tjnz 1b"
		     : [turns] "+r"(turns)
		     :
		     : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "cc");
}

struct look look(void)
{
	uint64_t start = ticks(), middle, end;
	struct look seen;

	chain(CHAIN_TURNS);
	middle = ticks();
	units(UNITS_TURNS);
	end = ticks();
	seen.ticks_per_cycle = ((double)(middle - start) - overhead) / (CHAIN_TURNS * CHAIN_LENGTH);
	seen.per_cycle = UNITS_TURNS * UNITS_LENGTH * seen.ticks_per_cycle / ((double)(end - middle) - overhead);
	return seen;
}

static bool is_near(double a, double b)
{
	return fabs(a - b) <= STEADY * fmin(a, b);
}

bool undisturbed(struct look before, struct look after)
{
	bool steady = is_near(before.ticks_per_cycle, after.ticks_per_cycle);
	bool alone = before.per_cycle >= ALL_UNITS * best_per_cycle && after.per_cycle >= ALL_UNITS * best_per_cycle;

	return steady && alone;
}

/* ---- series ---- */

static struct series *series_new(void)
{
	struct series *series = calloc(1, sizeof(*series));

	if (!series)
		abort();
	return series;
}

static void series_add(struct series *series, double value, bool keep)
{
	if (keep)
		series->kept[series->kept_count++ % SERIES_LENGTH] = value;
	else
		series->other[series->other_count++ % SERIES_LENGTH] = value;
}

static int held(int count)
{
	return count < SERIES_LENGTH ? count : SERIES_LENGTH;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double quantile(double *values, int count, double share)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	return values[(int)(share * (count - 1) + 0.5)];
}

/* Without any undisturbed sample the others have to do; their spread tells. */
static double series_quantile(struct series *series, double share)
{
	if (series->kept_count)
		return quantile(series->kept, held(series->kept_count), share);
	return series->other_count ? quantile(series->other, held(series->other_count), share) : NAN;
}

static struct figure series_figure(struct series *series)
{
	double low = series_quantile(series, LOW);

	return (struct figure){ low, series_quantile(series, 0.5) / low - 1 };
}

/* ---- start and end ---- */

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

static double chain_ticks(long turns)
{
	uint64_t start = ticks();

	chain(turns);
	return (double)(ticks() - start);
}

/* Chains of two lengths take the same besides. */
#define TRIALS 500

static double usual_overhead(void)
{
	double values[TRIALS];

	for (int i = 0; i < TRIALS; i++)
		values[i] = 2 * chain_ticks(CHAIN_TURNS / 8) - chain_ticks(CHAIN_TURNS / 4);
	return fmax(quantile(values, TRIALS, 0.5), 0);
}

void clock_start(double seconds)
{
	struct series *per_cycle = series_new();

	ratios = series_new();
	clock_gettime(CLOCK_MONOTONIC_RAW, &first_time);
	first_ticks = ticks();
	overhead = usual_overhead();
	while (seconds_since(&first_time) < seconds && per_cycle->kept_count < SERIES_LENGTH) {
		struct look before = look(), after = look();

		if (is_near(before.ticks_per_cycle, after.ticks_per_cycle))
			series_add(per_cycle, after.per_cycle, true);
	}
	if (per_cycle->kept_count)
		best_per_cycle = quantile(per_cycle->kept, per_cycle->kept_count, 0.9);
	free(per_cycle);
}

struct clock_figures clock_end(void)
{
	double seconds = seconds_since(&first_time);
	double middle = series_quantile(ratios, 0.5);

	return (struct clock_figures){
		.gigahertz = (double)(ticks() - first_ticks) / seconds / 1e9,
		.cycles_per_tick = middle,
		.spread = (series_quantile(ratios, 1 - LOW) - series_quantile(ratios, LOW)) / middle,
		.kept = looks_all ? (double)looks_kept / (double)looks_all : 0,
	};
}

/* ---- timings ---- */

static double once(const struct timing *timing, long turns)
{
	uint64_t start = ticks();

	timing->run(turns, timing->data);
	return (double)(ticks() - start) - overhead;
}

static void count_turns(struct timing *timing)
{
	timing->turns = 1;
	while (once(timing, timing->turns) < SAMPLE_TICKS && timing->turns < SAMPLE_TICKS)
		timing->turns *= 2;
}

static bool sample(struct timing *timing)
{
	struct look before = look(), after;
	double took = once(timing, timing->turns), ticks_per_cycle;
	bool keep;

	after = look();
	keep = undisturbed(before, after);
	ticks_per_cycle = (before.ticks_per_cycle + after.ticks_per_cycle) / 2;
	series_add(timing->series, took / ticks_per_cycle / (double)timing->turns / timing->parts, keep);
	series_add(ratios, 1 / ticks_per_cycle, keep);
	looks_kept += keep;
	looks_all++;
	return keep;
}

void timing_visit(struct timing *timing, const struct effort *effort)
{
	int wanted = effort->samples;

	if (!timing->series)
		timing->series = series_new();
	if (!timing->turns)
		count_turns(timing);
	for (int attempt = 0; attempt < effort->samples * effort->attempts && wanted > 0; attempt++)
		wanted -= sample(timing);
}

double timing_quantile(const struct timing *timing, double share)
{
	return timing->series ? series_quantile(timing->series, share) : NAN;
}

struct figure timing_figure(const struct timing *timing)
{
	return timing->series ? series_figure(timing->series) : (struct figure){ NAN, NAN };
}
