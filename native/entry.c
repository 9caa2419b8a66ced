/* SPDX-License-Identifier: Apache-2.0 */
/* The target's registers as they were at its entry; see agent.h. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>

#include "agent.h"

/* The frame of a signal: FXSAVE area, XSAVE header, then AVX's upper halves (Intel SDM vol. 1, 13.4). */
#define FRAME_MXCSR 24
#define FRAME_XMM 160
#define FRAME_MAGIC 464
#define FRAME_SIZE 468
#define FRAME_STATE_BITS 512
#define FRAME_YMM_HIGH 576
#define FRAME_MOST 32768

const int register_names[16] = {
	REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
	REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

static gregset_t registers;
static uint8_t frame[FRAME_MOST] __attribute__((aligned(64)));
static uint32_t frame_size;

void registers_copy(struct wire_registers *to, const gregset_t from)
{
	int i;

	for (i = 0; i < 16; i++)
		to->general[i] = from[register_names[i]];
	to->rip = from[REG_RIP];
	to->flags = from[REG_EFL] & ~(uint64_t)TRAP_FLAG;
}

static uint32_t frame_word(const uint8_t *from, unsigned int offset)
{
	uint32_t word;

	memcpy(&word, from + offset, sizeof(word));
	return word;
}

static bool is_extended(const uint8_t *from)
{
	return frame_word(from, FRAME_MAGIC) == FP_XSTATE_MAGIC1;
}

void entry_save(const ucontext_t *context)
{
	const uint8_t *from = (const uint8_t *)context->uc_mcontext.fpregs;

	frame_size = is_extended(from) ? frame_word(from, FRAME_SIZE) : 512;
	if (frame_size > FRAME_MOST)
		frame_size = FRAME_MOST;
	memcpy(frame, from, frame_size);
	memcpy(registers, context->uc_mcontext.gregs, sizeof(gregset_t));
}

void entry_restore(ucontext_t *context)
{
	memcpy(context->uc_mcontext.fpregs, frame, frame_size);
	memcpy(context->uc_mcontext.gregs, registers, sizeof(gregset_t));
}

void entry_registers(struct wire_registers *to)
{
	registers_copy(to, registers);
}

void entry_vectors(uint8_t to[16][32])
{
	uint32_t states = is_extended(frame) ? frame_word(frame, FRAME_STATE_BITS) : 2;
	int i;

	/* A component whose bit is clear is in its initial state: zero, whatever the frame holds. */
	memset(to, 0, 16 * 32);
	for (i = 0; i < 16; i++) {
		if (states & 2)
			memcpy(to[i], frame + FRAME_XMM + 16 * i, 16);
		if (states & 4)
			memcpy(to[i] + 16, frame + FRAME_YMM_HIGH + 16 * i, 16);
	}
}

uint32_t entry_float_control(void)
{
	return frame_word(frame, FRAME_MXCSR);
}

const uint8_t *entry_frame(bool *extended)
{
	*extended = is_extended(frame);
	return frame;
}
