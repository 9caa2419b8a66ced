/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long the latest packet of a sequence takes when the processor executes the
 * target's own code, from the call of the entry to its return, again and again in
 * the state that the packet has met (changes.h).
 *
 * Instructions that differ from one execution to the next (rdtsc, rdrand) do what
 * they do natively, so the packet may take another way than block by block. What
 * it may do there is taken back or told: a run after which memory is not as it
 * was block by block does not count, a system call is not made, a fault and a run
 * without an end are stopped. What such a run stored in lines that the packet does
 * not change block by block stays as it is.
 */
#ifndef BOLT_TIMED_H
#define BOLT_TIMED_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <ucontext.h>

#include "sequence.h"

void timed_open(const struct sequence_setting *setting);

/* A packet begins, with these general registers. */
void timed_take(const uint64_t general[16]);

/* It has come to its end, with what is in rax. */
void timed_end(uint64_t result);

/* Executes a request (wire.h, WIRE_TIMES) without its first word and answers it. Outside of signal handlers. */
void timed_run(const uint64_t *words);

/* Whether a signal is one of a run, or of its clock. Execution then goes on behind the run. */
bool timed_interrupted(const siginfo_t *info, greg_t *registers);

#endif
