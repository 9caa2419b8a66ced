/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One x86-64 instruction, decoded and laid out flat for a reader that does not
 * know Zydis. The reader (Decoder.java) relies on every offset below: numbers
 * are little-endian, the structures are packed, and enumerations keep their
 * order.
 */
#ifndef BOLT_DECODE_H
#define BOLT_DECODE_H

#include <stdint.h>

#define BOLT_MAX_OPERANDS 10
#define BOLT_NO_REGISTER 0xff

enum bolt_operand_kind {
	BOLT_REGISTER,
	BOLT_MEMORY,		/* accessed */
	BOLT_ADDRESS,		/* a memory operand that is computed and not accessed */
	BOLT_IMMEDIATE,
	BOLT_SCATTERED,		/* elements in memory, each at an address of its own */
	BOLT_OTHER,
};

enum bolt_bank {
	BOLT_GENERAL,
	BOLT_VECTOR,
	BOLT_FLAGS,
	BOLT_INSTRUCTION_POINTER,
	BOLT_MASK,
	BOLT_OTHER_BANK,
};

enum bolt_encoding {
	BOLT_LEGACY,
	BOLT_VEX,
	BOLT_EVEX,
	BOLT_OTHER_ENCODING,
};

enum bolt_flow {
	BOLT_NEXT,
	BOLT_JUMP,
	BOLT_CONDITIONAL,
	BOLT_CALL,
	BOLT_RETURN,
};

enum bolt_prefix {
	BOLT_REP = 1,
	BOLT_REPE = 2,
	BOLT_REPNE = 4,
	BOLT_LOCK = 8,
};

struct bolt_operand {
	uint8_t kind;
	uint8_t access;		/* bit 0: read, bit 1: written, perhaps under a condition */
	uint8_t visibility;	/* 0 explicit, 1 implicit, 2 hidden */
	uint8_t bank;		/* registers */
	uint8_t number;		/* registers: place in the encoding order of the bank */
	uint8_t low;		/* registers: lowest bit, 8 for AH to BH */
	uint16_t width;		/* bits: of the register, the memory or the immediate */
	uint8_t segment;	/* memory: 0 none, 1 FS, 2 GS */
	uint8_t base;		/* memory: general register or BOLT_NO_REGISTER */
	uint8_t index;		/* memory: general register or BOLT_NO_REGISTER; scattered: vector register */
	uint8_t scale;		/* memory */
	uint16_t index_width;	/* scattered: bits of the register of indices */
	uint16_t reserved;
	int64_t value;		/* memory: displacement, absolute where relative to RIP;
				   immediate: sign-extended, absolute where relative */
} __attribute__((packed));

struct bolt_instruction {
	uint8_t length;		/* bytes */
	uint8_t encoding;
	uint8_t flow;
	uint8_t prefixes;
	uint16_t operand_width;	/* bits */
	uint16_t address_width;	/* bits */
	uint8_t operand_count;
	uint8_t mask;		/* EVEX: number of the mask register, 0 none; it is not among the operands */
	uint8_t zeroes;		/* EVEX: 1 if what the mask leaves out becomes zero */
	uint8_t element;	/* EVEX: bits of the result for one of the mask */
	uint8_t broadcast;	/* EVEX: how often the element in memory is repeated */
	uint8_t rounding;	/* EVEX: 1 if it rounds by a rule of its own, not to the nearest */
	uint8_t reserved[2];
	char mnemonic[24];	/* lower case, ends in NUL */
	char text[104];		/* Intel syntax, ends in NUL */
	struct bolt_operand operands[BOLT_MAX_OPERANDS];
} __attribute__((packed));

/*
 * Decode the instruction at the start of the code, which lies at the address.
 * Returns 0, or -1 if these bytes are no instruction that is known.
 */
int bolt_decode(const uint8_t *code, uint64_t available, uint64_t address,
		struct bolt_instruction *out);

#endif
