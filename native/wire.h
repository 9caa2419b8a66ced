/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the agent inside a target and Bolt outside say to each other, over one
 * Unix stream socket. Everything is 64-bit little-endian words.
 *
 * The agent speaks first: a word of enum wire_start when it is loaded. When
 * the entry is reached it sends a struct wire_hello, and from then on answers
 * requests, one at a time, until the socket is closed; it then ends the target.
 *
 * A request is a word with the number of bytes that follow, then
 *	stop (enum wire_stop), stepping (enum wire_stepping), most steps, mask of general registers to set,
 *	16 general registers,
 *	number of time stamps, the time stamps,
 *	number of writes, each: address, length, bytes padded to whole words,
 *	number of reads, each: address, length.
 *
 * The answer is a sequence of blocks, each a struct wire_block and its bytes:
 * any number of WIRE_STEPS, then the reads in order, then one WIRE_END. A read
 * is as many WIRE_READ as it has pieces of WIRE_READ_MOST bytes; one that is
 * shorter than that, and than what is left, says that memory ends there.
 */
#ifndef BOLT_WIRE_H
#define BOLT_WIRE_H

#include <stdint.h>

enum wire_start {
	WIRE_ARMED = 1,		/* waiting for the entry to be reached */
	WIRE_NO_CODE = 2,	/* nothing is mapped at the entry */
	WIRE_OTHER_STACK = 3,	/* sent instead of a hello: the entry was reached by a thread the agent did not prepare */
};

/* Registers in encoding order: rax rcx rdx rbx rsp rbp rsi rdi r8 .. r15. */
struct wire_registers {
	uint64_t general[16];
	uint64_t rip;
	uint64_t flags;
};

struct wire_hello {
	uint64_t start;		/* WIRE_ARMED, or WIRE_OTHER_STACK and nothing else is valid */
	uint64_t bias;		/* what the program's link-time addresses are moved by */
	struct wire_registers registers;
	uint64_t fs_base;
	uint64_t gs_base;
	uint8_t vectors[16][32];
};

enum wire_stop {
	WIRE_RETURN = 0,	/* the caller of the entry goes on */
	WIRE_REENTRY = 1,	/* the entry is reached again */
};

enum wire_stepping {
	WIRE_FASTEST = 0,	/* whichever means of step.h is the faster */
	WIRE_TRAP_FLAG = 1,
};

enum wire_kind {
	WIRE_STEPS = 1,
	WIRE_READ = 2,
	WIRE_END = 3,
};

#define WIRE_READ_MOST 65536

struct wire_block {
	uint32_t kind;
	uint32_t length;
};

/*
 * A step is one word, then one word an access, loads before stores:
 *	step:	bits 0-47 address, 48-55 number of accesses, and flags;
 *	access:	bits 0-47 address, 48-60 size in bytes, 63 set for a store.
 */
#define WIRE_ADDRESS_MASK	0x0000ffffffffffffULL
#define WIRE_COUNT_SHIFT	48
#define WIRE_SIZE_MASK		0x1fffULL
#define WIRE_AGAIN		(1ULL << 56)	/* one more iteration of the string instruction before */
#define WIRE_VDSO		(1ULL << 57)	/* no instruction: the vDSO was entered here */
#define WIRE_STORE		(1ULL << 63)

enum wire_end_kind {
	WIRE_DONE = 0,
	WIRE_STEP_LIMIT = 1,
	WIRE_SYSTEM_CALL = 2,	/* detail: its number */
	WIRE_FAULT = 3,		/* detail: the signal */
	WIRE_UNSUPPORTED = 4,	/* an instruction whose accesses the agent cannot tell */
	WIRE_UNDO_FULL = 5,	/* more was stored than the agent can take back */
	WIRE_BAD_WRITE = 6,	/* a write of the request has no memory: nothing was run */
};

struct wire_end {
	uint64_t kind;
	uint64_t address;
	uint64_t detail;
	uint64_t steps;
	struct wire_registers registers;
};

#endif
