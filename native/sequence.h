/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Executing packets one behind the other, block by block (translate.h), and
 * summing up what each of them did (wire.h, WIRE_SEQUENCE).
 *
 * It runs outside of signal handlers, on a stack of its own, so that a fault of
 * the target is a signal like any other.
 */
#ifndef BOLT_SEQUENCE_H
#define BOLT_SEQUENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "wire.h"

/* What the agent provides. */
struct sequence_setting {
	struct wire_registers registers;	/* at the entry */
	const uint8_t *vectors;			/* at the entry, as XSAVE or FXSAVE leaves them, aligned to 64 */
	bool extended;				/* by XSAVE */
	uint64_t entry;
	uint64_t vdso_start, vdso_end;
	void (*send)(enum wire_kind kind, const void *from, uint32_t length);
};

/* Takes the tables of a request, without its first word; 0, or -1 if there is no room for them. */
int sequence_tables(const struct sequence_setting *setting, const uint64_t *words);

/* Executes a request without its first word, as far as it goes, and answers it. */
void sequence_run(const uint64_t *words);

/*
 * Answers the execution that was interrupted by a signal in the target's code, if that is where it came, given what is left
 * in rcx: what was executed before counts, what faults does not.
 */
bool sequence_faulted(uint64_t address, int signal_number, uint64_t count);

/* Memory is the snapshot's again, and the time stamp counter is the processor's. */
void sequence_forget(void);

#endif
