/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bolt-calibrate [--cpu N] [--quick]: measures what is in a machine profile, on one CPU, in under a minute. It writes lines:
 *
 *	progress DONE OF		so many steps of so many are done
 *	vendor, processor, family, model, virtual, cpu, pages: a line each, with its words
 *	clock GIGAHERTZ RATIO SPREAD KEPT	time-stamp counter; cycles of the core a tick; the share of samples that was undisturbed
 *	figure KEY VALUE SPREAD		a figure of the profile, in cycles, bytes, or a cycle; the spread is a share of it
 *	fallback KEY WHY		the figure was not measured, but is a default
 *	ladder BYTES CYCLES SPREAD	the latency of loads from a set of lines
 *	note WORDS			something to tell people
 *
 * Exit status: 0 done; 2 where something hinders it, said in a line on the error stream.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calibrate.h"

static const struct effort thorough = { .rounds = 24, .samples = 24, .attempts = 8, .largest = 64ul << 20, .beyond = 2 };
static const struct effort quick = { .rounds = 2, .samples = 6, .attempts = 4, .largest = 4ul << 20, .beyond = 1 };

static int fail(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s\n", what, why);
	return 2;
}

static int pin(const char *word)
{
	char *end = "";
	long cpu = word ? strtol(word, &end, 10) : sched_getcpu();
	cpu_set_t set;

	if (*end || (word && end == word) || cpu < 0 || cpu >= CPU_SETSIZE)
		return fail("--cpu", "must be the number of a CPU");
	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		return fail("--cpu", errno == EINVAL ? "there is no such CPU, or this process may not use it" : strerror(errno));
	printf("cpu %ld\n", cpu);
	return 0;
}

static void visit(struct timing *timings, int count, const struct effort *effort)
{
	for (int i = 0; i < count; i++) {
		memory_before_visit(&timings[i]);
		timing_visit(&timings[i], effort);
	}
}

static void measure(const struct effort *effort)
{
	int kinds, memories, steps = effort->rounds + 2;
	struct timing *of_kinds = kind_timings(&kinds), *of_memory;
	struct clock_figures clock;

	clock_start(effort->rounds * 0.02);
	of_memory = memory_timings(effort, &memories);
	tell_progress(1, steps);
	for (int round = 0; round < effort->rounds; round++) {
		for (int i = 0; i < kinds; i++)
			if (kind_is_there(&of_kinds[i]))
				timing_visit(&of_kinds[i], effort);
		visit(of_memory, memories, effort);
		memory_visit_beyond(effort);
		tell_progress(round + 2, steps);
	}
	kinds_tell();
	memory_tell();
	window_tell(effort);
	code_tell(effort);
	clock = clock_end();
	printf("clock %.6f %.6f %.4f %.4f\n", clock.gigahertz, clock.cycles_per_tick, clock.spread, clock.kept);
	tell_progress(steps, steps);
}

int main(int argc, char **argv)
{
	const struct effort *effort = &thorough;
	const char *cpu = NULL;
	int status;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--quick"))
			effort = &quick;
		else if (!strcmp(argv[i], "--cpu") && i + 1 < argc)
			cpu = argv[++i];
		else
			return fail(argv[i], "unknown; known: --cpu N, --quick");
	}
	status = pin(cpu);
	if (status)
		return status;
	processor_tell();
	measure(effort);
	return fflush(stdout) || ferror(stdout) ? fail("standard output", strerror(errno)) : 0;
}
