// SPDX-License-Identifier: Apache-2.0
/*
 * The program around an exerciser, see exercise.h: does operations at random and
 * prints how often each outcome came. It fails where one never came, or one
 * that there is not.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

#define CAPACITY_MAX (1u << 20)
#define OUTCOMES_MAX 64

static uint64_t capacity = 8;
static uint64_t operations = 100000;
static uint64_t seed = 1;

/* Bolt wants the memory behind a packet's bytes to be there, too. */
static uint8_t argument[2048];

static uint64_t random_state;

/* splitmix64, by Steele, Lea and Flood. */
static uint64_t random_number(void)
{
	uint64_t z = random_state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static int parse(const char *text, uint64_t most, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	return errno || end == text || *end || text[0] == '-' || *value == 0 || *value > most ? -1 : 0;
}

static int option(const char *text)
{
	if (!strncmp(text, "--capacity=", 11))
		return parse(text + 11, CAPACITY_MAX, &capacity) || capacity & (capacity - 1) ? -1 : 0;
	if (!strncmp(text, "--operations=", 13))
		return parse(text + 13, UINT64_MAX, &operations);
	if (!strncmp(text, "--seed=", 7))
		return parse(text + 7, UINT32_MAX, &seed);
	return -1;
}

static int usage(const char *program, const char *wrong)
{
	fprintf(stderr,
		"%s: %s is not valid\n"
		"Usage: %s [--capacity=N] [--operations=N] [--seed=N]\n"
		"Does random operations of the stateful library. Numbers are at least 1; the capacity, of the\n"
		"structures, is a power of two up to %u.\n",
		program, wrong, program, CAPACITY_MAX);
	return 2;
}

static int run(const char *program)
{
	static uint64_t outcomes[OUTCOMES_MAX];
	uint64_t now = 1000000000;
	uint32_t i;
	uint64_t n;
	int status = 0;

	random_state = seed;
	for (n = 0; n < operations; n++) {
		int outcome;

		for (i = 0; i < ARGUMENT_BYTES; i += sizeof(uint64_t)) {
			uint64_t word = random_number();

			memcpy(argument + i, &word, sizeof(word));
		}
		now += random_number() >> (random_number() % 30 + 34);
		outcome = operate((uint8_t)(random_number() % exercise_operations), argument, ARGUMENT_BYTES, now);
		if (outcome < 0 || (uint32_t)outcome >= exercise_outcomes) {
			fprintf(stderr, "%s: no outcome has the number %d (seed %" PRIu64 ", operation %" PRIu64 ")\n",
				program, outcome, seed, n);
			return 1;
		}
		outcomes[outcome]++;
	}
	for (i = 0; i < exercise_outcomes; i++) {
		printf("outcome %" PRIu32 ": %" PRIu64 "\n", i, outcomes[i]);
		if (outcomes[i] == 0) {
			fprintf(stderr, "%s: outcome %" PRIu32 " never came (seed %" PRIu64 ")\n", program, i, seed);
			status = 1;
		}
	}
	return status;
}

int main(int count, char **arguments)
{
	int i;

	for (i = 1; i < count; i++) {
		if (option(arguments[i]))
			return usage(arguments[0], arguments[i]);
	}
	if (exercise_init((uint32_t)capacity, (uint32_t)seed)) {
		fprintf(stderr, "%s: no memory for structures of capacity %" PRIu64 "\n", arguments[0], capacity);
		return 1;
	}
	return run(arguments[0]);
}
