/* SPDX-License-Identifier: Apache-2.0 */
/* The target's registers as they were at its entry; see agent.h. */
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <string.h>

#include "agent.h"

enum { STATE_SSE = 1, STATE_AVX = 2, STATE_MASKS = 5, STATE_ZMM_HIGH = 6, STATE_ZMM_MORE = 7 };

/* The frame of a signal: FXSAVE area, XSAVE header, then other components (Intel SDM vol. 1, 13.4). */
#define FRAME_MXCSR 24
#define FRAME_XMM 160
#define FRAME_MAGIC 464
#define FRAME_SIZE 468
#define FRAME_STATE_BITS 512
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

/* Where a component lies in the frame, whose format is the standard one; 0 where it is in its initial state, which is zero. */
static const uint8_t *component(unsigned int number)
{
	uint32_t states = is_extended(frame) ? frame_word(frame, FRAME_STATE_BITS) : 1 << STATE_SSE;
	uint32_t size, offset, unused;

	if (!(states & 1U << number))
		return NULL;
	if (number == STATE_SSE)
		return frame + FRAME_XMM;
	__cpuid_count(0xd, number, size, offset, unused, unused);
	return offset + size <= frame_size ? frame + offset : NULL;
}

static void copy_parts(uint8_t to[][64], unsigned int from_byte, unsigned int size, int count, const uint8_t *from)
{
	int i;

	for (i = 0; from && i < count; i++)
		memcpy(to[i] + from_byte, from + i * size, size);
}

void entry_vectors(uint8_t to[32][64])
{
	memset(to, 0, 32 * 64);
	copy_parts(to, 0, 16, 16, component(STATE_SSE));
	copy_parts(to, 16, 16, 16, component(STATE_AVX));
	copy_parts(to, 32, 32, 16, component(STATE_ZMM_HIGH));
	copy_parts(to + 16, 0, 64, 16, component(STATE_ZMM_MORE));
}

void entry_masks(uint64_t to[8])
{
	const uint8_t *from = component(STATE_MASKS);

	memset(to, 0, 8 * sizeof(to[0]));
	if (from)
		memcpy(to, from, 8 * sizeof(to[0]));
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
