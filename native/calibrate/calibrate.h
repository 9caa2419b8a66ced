/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of bolt-calibrate share: code that is timed, how it is timed, and what is told.
 *
 * Times are ticks of the time-stamp counter until they are divided by the ticks that a cycle of the core takes, which is measured beside
 * each sample by a chain of additions: each waits for the one before, so they are one a cycle. There may be no other clock of the core,
 * for virtual machines have no counters.
 */
#ifndef BOLT_CALIBRATE_H
#define BOLT_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_BYTES 64

/* How much is measured. */
struct effort {
	int rounds;		/* visits to each piece of code, one after the other, so that a bad second spoils none of them */
	int samples;		/* undisturbed ones wanted at each visit */
	int attempts;		/* samples tried at most for each that is wanted */
	size_t largest;		/* bytes of the largest set of lines */
	int beyond;		/* undisturbed samples wanted of loads beyond the caches, at each visit of each set */
};

/* Code that is timed: TURNS times round a loop that works on DATA. */
typedef void (*kernel_fn)(long turns, void *data);

struct series;

/* A piece of code and what was measured of it. */
struct timing {
	const char *key;
	kernel_fn run;
	void *data;
	double parts;		/* of what is counted, in a turn */
	long turns;		/* a sample; 0 until they are counted */
	struct series *series;	/* NULL until the first sample */
};

/* What the samples come to, in cycles a part. */
struct figure {
	double cycles;		/* a low quantile of the undisturbed samples */
	double spread;		/* from there to their median, as a share of it */
};

/* ---- clock.c ---- */

/* What the chain has said in the whole run. */
struct clock_figures {
	double gigahertz;	/* of the time-stamp counter */
	double cycles_per_tick;
	double spread;		/* of these among undisturbed samples, as a share */
	double kept;		/* the share of samples that was undisturbed */
};

/* Ticks now; what was begun before is over, and nothing behind has begun. */
uint64_t ticks(void);

/* Finds out what the core does when nobody disturbs it. Takes SECONDS. */
void clock_start(double seconds);

/* A look at the core: the ticks of a cycle, and whether it had all of itself to itself. */
struct look {
	double ticks_per_cycle;
	double per_cycle;	/* independent additions a cycle: fewer where another thread has a share in the core */
};
struct look look(void);

/* Whether nothing came between two looks, as far as they tell. */
bool undisturbed(struct look before, struct look after);

/* Measures a piece of code some more. */
void timing_visit(struct timing *timing, const struct effort *effort);

/* What was measured; NAN without any sample. */
struct figure timing_figure(const struct timing *timing);
double timing_quantile(const struct timing *timing, double share);

/* Of values, which are put in order, the one that this share of them is below. */
double quantile(double *values, int count, double share);

struct clock_figures clock_end(void);

/* ---- what is measured ---- */

/* kinds.c: latency and number a cycle of each kind of instruction; what a core does at a time. */
struct timing *kind_timings(int *count);
bool kind_is_there(const struct timing *timing);
struct figure kind_figure(const char *kind, const char *how);
void kinds_tell(void);

/* window.c: how many instructions are under way. */
void window_tell(const struct effort *effort);

/* code.c: lines of code that no cache has. */
void code_tell(const struct effort *effort);

/* memory.c: caches and what is beyond them. */
struct timing *memory_timings(const struct effort *effort, int *count);
void memory_before_visit(const struct timing *timing);
void memory_visit_beyond(const struct effort *effort);
void memory_tell(void);

/* beyond.c: of loads that no cache has that the core has to itself. */
void beyond_visit(void **place, const struct effort *effort);
void beyond_tell(double l1, double l2);

/* ---- processor.c: what the processor says of itself ---- */

void processor_tell(void);
bool processor_has_crc32(void);
bool processor_has_aes(void);
bool processor_has_popcnt(void);
/* The bytes of the data cache of a level; 0 if nobody says so. */
size_t processor_cache(int level);

/* ---- tell.c: the standard output, a line for each thing, in the words of native/calibrate/calibrate.c ---- */

void tell_figure(const char *key, const char *what, double value, double spread);
void tell_fallback(const char *key, const char *why);
void tell_progress(int done, int of);

#endif
