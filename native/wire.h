/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the agent inside a target and Bolt outside say to each other, over one
 * Unix stream socket. Everything is 64-bit little-endian words.
 *
 * The agent speaks first: a word of enum wire_start when it is loaded. When
 * the entry is reached it sends a struct wire_hello and what a device says of the
 * packet that it has put (struct device_part), and from then on answers
 * requests, one at a time, until the socket is closed; it then ends the target.
 *
 * A request is a word with the number of bytes that follow, then a word of enum
 * wire_request. What follows that word, and the answers:
 *
 * WIRE_REPLAY, one execution that leaves nothing behind:
 *	stop (enum wire_stop), stepping (enum wire_stepping), most steps, mask of general registers to set,
 *	16 general registers,
 *	number of words that are told, these, in the order in which they are asked for: a time stamp is one; a random number
 *		two, itself, and whether there is one; the time of the kernel's clock (vdso) as many as it takes: an address,
 *		how many words are put there, these, and what the call returns,
 *	number of writes, each: address, length, bytes padded to whole words,
 *	number of reads, each: address, length.
 *
 * The answer is a sequence of blocks, each a struct wire_block and its bytes:
 * any number of WIRE_STEPS, then the reads in order, then one WIRE_END. A read
 * is as many WIRE_READ as it has pieces of WIRE_READ_MOST bytes; one that is
 * shorter than that, and than what is left, says that memory ends there.
 *
 * WIRE_TABLES, what WIRE_SEQUENCE counts from now on:
 *	number of points, each: address, sum of enum wire_point,
 *	number of regions, each: start, end, number of the instance, from 1 on.
 * It is answered by one WIRE_READY.
 *
 * WIRE_SEQUENCE, executions of which each continues in the memory that the one
 * before it left, from the registers of the entry, or, where a device delivers, from
 * when the program reaches the entry again; what it does on its way there is not noted:
 *	stop, sum of enum wire_following, most steps of each, number of executions, each:
 *		enum wire_arrival; unless that is WIRE_AS_WRITTEN: the driver's queue at which they arrive, 0 for the entry's own,
 *			by how many nanoseconds the time stamp counter is further ahead from then on,
 *			number of values, the values: of the device's parts that are standing, in their order,
 *			number of packets, each: length, bytes padded to whole words,
 *				number of values, the values: of the packet's parts that are chosen, in their order,
 *		number of general registers to set, each: number, value,
 *		number of writes, each: address, length, bytes padded to whole words,
 *		number of reads, each: address, length.
 * The answer is for each execution any number of WIRE_STEPS, if wanted, its
 * reads, and one WIRE_SUMMARY: a struct wire_summary, then its counts, each a
 * word with the point (lower half) and the instance (upper half, 0: none) and a
 * word with the number of passages, then the points with WIRE_IN_ORDER that were
 * passed, a word each. An execution that does not end as WIRE_DONE is the last
 * one that is answered; the memory is then to be reset.
 *
 * WIRE_RESET, memory as it was when the entry was first reached; answered by one
 * WIRE_READY.
 *
 * WIRE_TIME, the latest execution of a sequence again and again at full speed, after
 * which memory is as it left it; all since the last WIRE_RESET must have been
 * WIRE_CHANGES:
 *	number of runs of each kind, the time that they may take together in nanoseconds.
 * The answer is one WIRE_TIMES: a struct wire_times, then as many struct wire_time of
 * runs without a call, as many of calls of the entry with all in caches, and as many
 * with the cache lines flushed that the execution touches.
 */
#ifndef BOLT_WIRE_H
#define BOLT_WIRE_H

#include <stdint.h>

enum wire_start {
	WIRE_ARMED = 1,		/* waiting for the entry to be reached, or for nothing */
	WIRE_NO_CODE = 2,	/* nothing is mapped at the entry; as a hello: nor in the object when it was loaded */
};

/* Registers in encoding order: rax rcx rdx rbx rsp rbp rsi rdi r8 .. r15. */
struct wire_registers {
	uint64_t general[16];
	uint64_t rip;
	uint64_t flags;
};

struct wire_hello {
	uint64_t start;		/* WIRE_ARMED, or WIRE_NO_CODE and nothing else is valid */
	uint64_t bias;		/* what the program's link-time addresses are moved by */
	struct wire_registers registers;
	uint64_t fs_base;
	uint64_t gs_base;
	uint64_t float_control;	/* MXCSR */
	uint8_t vectors[32][64];	/* zmm0 to zmm31; zero what the processor does not have */
	uint64_t masks[8];	/* k0 to k7 */
	uint64_t parts;		/* how many struct device_part follow */
};

enum wire_request {
	WIRE_REPLAY = 0,
	WIRE_TABLES = 1,
	WIRE_SEQUENCE = 2,
	WIRE_RESET = 3,
	WIRE_TIME = 4,
	WIRE_TELL = 5,
};

/* What is noted of the executions of a sequence besides their sums. */
enum wire_following {
	WIRE_TRACED = 1,	/* each step, to be sent */
	WIRE_CHANGES = 2,	/* what memory held before */
	WIRE_AGAIN_FIRST = 4,	/* the latest execution, noted so, is taken back before the first */
};

/* How an execution of a sequence gets its packets. */
enum wire_arrival {
	WIRE_AS_WRITTEN = 0,		/* by the writes */
	WIRE_FROM_DEVICE = 1,		/* as many as there are, or none */
};

/* How the passages of a point are told. */
enum wire_point {
	WIRE_BY_INSTANCE = 1,	/* counted for each instance whose memory is accessed next */
	WIRE_IN_ORDER = 2,	/* named in the order of their passages too */
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
	WIRE_SUMMARY = 4,
	WIRE_READY = 5,		/* a word: 1 if it was done, 0 if there is no room for it */
	WIRE_TIMES = 6,
	WIRE_SENT = 7,		/* a frame that the program has sent before this packet arrived: a word, the port, and its bytes */
	WIRE_TOLD = 8,		/* a word for each thing that a device chooses with a packet */
};

#define WIRE_READ_MOST 65536
#define WIRE_SENT_MOST 65536	/* bytes of a frame; of a longer one there are so many */

struct wire_block {
	uint32_t kind;
	uint32_t length;
};

/*
 * A step is one word, then one word an access, loads before stores:
 *	step:	bits 0-47 address, 48-55 number of accesses, 58-61 length in bytes, and flags;
 *	access:	bits 0-47 address, 48-60 size in bytes, 63 set for a store.
 */
#define WIRE_ADDRESS_MASK	0x0000ffffffffffffULL
#define WIRE_COUNT_SHIFT	48
#define WIRE_SIZE_MASK		0x1fffULL
#define WIRE_AGAIN		(1ULL << 56)	/* one more iteration of the string instruction before */
#define WIRE_VDSO		(1ULL << 57)	/* no instruction: the vDSO was entered here */
#define WIRE_LENGTH_SHIFT	58
#define WIRE_STORE		(1ULL << 63)

enum wire_end_kind {
	WIRE_DONE = 0,
	WIRE_STEP_LIMIT = 1,
	WIRE_SYSTEM_CALL = 2,	/* detail: its number */
	WIRE_FAULT = 3,		/* detail: the signal */
	WIRE_UNSUPPORTED = 4,	/* an instruction whose accesses the agent cannot tell */
	WIRE_UNDO_FULL = 5,	/* more was stored than the agent can take back */
	WIRE_BAD_WRITE = 6,	/* a write of the request has no memory: nothing was run */
	WIRE_NO_ARRIVAL = 7,	/* no packet could be delivered: detail: by the device (0), or the program ended its way to the entry so; its own detail above WIRE_DETAIL_SHIFT */
};

#define WIRE_DETAIL_SHIFT 8

struct wire_end {
	uint64_t kind;
	uint64_t address;
	uint64_t detail;
	uint64_t steps;
	struct wire_registers registers;
};

struct wire_summary {
	uint64_t kind;		/* as in struct wire_end */
	uint64_t address;
	uint64_t detail;
	uint64_t steps;
	uint64_t instructions;
	uint64_t accesses;
	uint64_t lines;		/* cache lines, see lines.h */
	uint64_t result;	/* rax */
	uint64_t counts;	/* how many of them follow */
	uint64_t passed;
};

/* How the runs of WIRE_TIME ended. */
enum wire_timed {
	WIRE_TIMED_DONE = 0,
	WIRE_TIMED_NOTHING = 1,		/* there is no execution that came to its end, or it is not known what it changed */
	WIRE_TIMED_UNGUARDED = 2,	/* this kernel cannot keep a run from making system calls, or from never ending */
	WIRE_TIMED_FAULT = 3,		/* detail: the signal */
	WIRE_TIMED_SYSTEM_CALL = 4,	/* detail: its number; it was not made */
	WIRE_TIMED_ENDLESS = 5,		/* the time was over */
};

struct wire_times {
	uint64_t kind;
	uint64_t detail;
	uint64_t runs;		/* of each kind; 0 unless they are done */
	uint64_t chain;		/* additions of which each waits for the one before, that were timed behind each run */
};

/* In ticks of the time-stamp counter. Behind a run without a call a chain without additions was timed. */
struct wire_time {
	uint64_t run;		/* 0: it did something else than block by block */
	uint64_t chain;
};

#endif
