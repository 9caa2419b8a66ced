/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making the CPU stop after one instruction.
 *
 * The trap flag always works, but on virtual machines whose host intercepts
 * debug exceptions a step costs several times as much as a breakpoint. So
 * where the instructions that can come next are known from the encoding, a
 * breakpoint is put on each of them instead, and the instruction runs in its
 * place at full privilege of its own bytes. It is never predicted which one
 * will come: that is for the CPU to say.
 *
 * The code must not change for its readers, nor become writable: a page that
 * gets a breakpoint is first replaced by a shared mapping of equal content and
 * protection, and written to through a second mapping elsewhere.
 *
 * Between step_arm() and the return from the handler, and between the entry
 * of the handler and step_disarm(), no function of another library may be
 * called: there may be a breakpoint in it.
 */
#ifndef BOLT_STEP_H
#define BOLT_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "access.h"

/* Once, when the target has stopped. Without memory for it, the trap flag serves alone. */
void step_open(void);

/*
 * Puts breakpoints after the instruction, given its accesses as words of the
 * trace; false if the trap flag must be used.
 */
bool step_arm(const struct insn *insn, const uint64_t *accesses, unsigned int count);

/*
 * Takes the breakpoints away. True if one of them was hit, given the address
 * at which the CPU stopped behind it.
 */
bool step_disarm(uint64_t stopped);

#endif
