/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Executing whole blocks of the target at the CPU's own speed, with the
 * addresses of their accesses written down.
 *
 * A block is a run of instructions up to the first that may go elsewhere. It is
 * copied into memory near the original, each instruction with its own bytes;
 * before each that accesses memory at an address that depends on registers, this
 * address is put into a slot of the context. Only what goes elsewhere (jumps,
 * calls, returns) is replaced, by code that does the same to registers and
 * memory and then leaves the block with the address of what comes next. The
 * inserted code uses mov, lea, jmp and the branch itself, which leave the flags
 * alone, and nothing of the target's stack.
 *
 * The context is found by gs, which must be set to it while blocks are entered;
 * code that uses gs itself is not translated.
 */
#ifndef BOLT_TRANSLATE_H
#define BOLT_TRANSLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "access.h"
#include "wire.h"

#define SLOTS 96
#define NO_SLOT 0xffff

/* The order is known to the code that enters and leaves blocks. */
struct context {
	uint64_t general[16];
	uint64_t flags;
	uint64_t next;		/* the address at which the target goes on */
	uint64_t code;		/* what block_enter() jumps to */
	uint64_t leave;
	uint64_t host_stack;
	uint64_t scratch;
	uint64_t slots[SLOTS];
};

enum event_kind {
	EVENT_LOAD,
	EVENT_STORE,
	EVENT_POINT,		/* value: the point's index */
};

struct event {
	uint64_t value;		/* of an access: what is added to its slot, or its address if it has none */
	uint16_t slot;
	uint16_t size;
	uint8_t kind;
};

/* An instruction of a block; its events are its points, then its loads, then its stores. */
struct step {
	uint64_t address;
	uint32_t first;		/* of its events */
	uint16_t events;
	uint16_t count_slot;	/* of a repeated string instruction: its count before, and in the next slot after; else NO_SLOT */
	uint32_t offset;	/* of its copy in the code */
	uint32_t accesses;	/* of one iteration */
	uint8_t length;		/* of the original, in bytes */
};

struct block {
	struct block *other;	/* with the same hash */
	uint64_t address;
	const uint8_t *code;	/* NULL: nothing can be executed there */
	uint32_t code_size;
	uint32_t first;		/* of its steps */
	uint32_t steps;
	bool stamped;		/* its last step reads the time stamp counter */
	uint32_t stop;		/* without code: why, an enum insn_kind; INSN_PLAIN if there is nothing mapped */
};

extern struct step *block_steps;
extern struct event *block_events;

/* Room for blocks; 0, or -1 if there is no memory for it. */
int translate_open(void);

/* Forgets all blocks. Points from now on: how many, and their addresses, which must stay where they are. */
void translate_points(const uint64_t *addresses, uint64_t stride, uint64_t count);

/* A block never goes on beyond these, so that whoever waits for them sees them. Forgets all blocks if they have changed. */
void translate_stops(uint64_t first, uint64_t second);

/* Forgets all blocks. */
void translate_forget(void);

/* Grows whenever blocks are forgotten. */
extern uint64_t translate_age;

/* The block at an address; NULL if there is no room for more. */
struct block *block_at(uint64_t address);

/* The block whose code holds an address; NULL if none. */
const struct block *block_of_code(uint64_t address);

/* Executes a block on the registers of the context, which must be what gs points to. */
void block_enter(void);
void block_leave(void);

#endif
