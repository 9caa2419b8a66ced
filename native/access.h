/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one instruction does to memory, told from its encoding once and from
 * the real registers at each execution.
 *
 * Nothing here allocates: it runs in a signal handler.
 */
#ifndef BOLT_ACCESS_H
#define BOLT_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "wire.h"

enum insn_kind {
	INSN_PLAIN,
	INSN_STRING,		/* with a repeat prefix: one iteration a step */
	INSN_TIMESTAMP,		/* rdtsc, rdtscp */
	INSN_RANDOM,		/* rdrand, rdseed */
	INSN_PUSH_FLAGS,	/* would show the trap flag to the target */
	INSN_SYSTEM_CALL,
	INSN_TRAP,		/* int and its kin */
	INSN_UNSUPPORTED,
};

/* What can come after it, when it does not fault. */
enum insn_flow {
	FLOW_NEXT,		/* the instruction behind it */
	FLOW_JUMP,		/* the one at its target */
	FLOW_BRANCH,		/* either */
	FLOW_UNKNOWN,		/* depends on registers or memory */
};

#define INSN_MOST_ACCESSES 4

/* Registers are numbered as in struct wire_registers; 16 is none. */
#define REG_NONE 16

struct operand {
	int64_t displacement;	/* holds the whole address if it is relative to rip */
	uint16_t size;		/* bytes */
	uint8_t base;
	uint8_t index;
	uint8_t index_mask;	/* 1: only its lowest byte counts (xlat) */
	uint8_t scale;
	uint8_t segment;	/* 0, or 'f', or 'g' */
	uint8_t bit_register;	/* of bt and its kin: the bit offset moves the address; else REG_NONE */
	bool narrow;		/* 32-bit address size */
	bool load;
	bool store;
};

struct insn {
	uint64_t address;
	uint64_t target;
	uint8_t kind;
	uint8_t flow;
	uint8_t length;
	uint8_t operands;
	uint8_t target_register;	/* of a random number */
	uint8_t target_size;	/* bytes */
	bool narrow_count;	/* a string instruction that counts in ecx */
	struct operand operand[INSN_MOST_ACCESSES];
};

/* Decodes the instruction in size bytes of code; one that cannot be decoded is INSN_UNSUPPORTED. */
void insn_decode(struct insn *insn, uint64_t address, const uint8_t *code, unsigned int size);

/* The effective address of an operand before its instruction is executed. */
uint64_t operand_address(const struct operand *operand, const struct wire_registers *registers,
			 uint64_t fs_base, uint64_t gs_base);

/* The iterations left to a string instruction. */
uint64_t insn_count(const struct insn *insn, const struct wire_registers *registers);

#endif
