/* SPDX-License-Identifier: Apache-2.0 */
/* Executing what a request describes, one instruction after the other, and taking it back; see agent.h. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>

#include "access.h"
#include "agent.h"
#include "memory.h"
#include "step.h"
#include "undo.h"

#define CACHE_SLOTS 65536

/* What is left of the request that is being executed. */
static struct {
	uint64_t stop;
	uint64_t stepping;
	uint64_t most_steps;
	uint64_t return_address;
	uint64_t return_stack;
	const uint64_t *told;
	uint64_t told_left;
	const uint64_t *reads;
	uint64_t reads_left;
} request;

/* The instruction that was let go and has not come back. */
static struct {
	const struct insn *insn;	/* NULL: none yet */
	uint64_t address;
	uint64_t count;			/* of a string instruction, before */
	uint64_t mark;			/* of the undo log */
	uint64_t words[1 + 2 * INSN_MOST_ACCESSES];
	unsigned int used;
	bool unsaved;			/* it stores where nothing could be read */
} pending;

static struct insn *cache;	/* of decoded instructions */
static uint64_t steps;
static bool inside_vdso;

int replay_open(void)
{
	if (undo_open() < 0)
		return -1;
	cache = map_elsewhere(CACHE_SLOTS * sizeof(*cache));
	return cache ? 0 : -1;
}

/* NULL if there is no code at the address. */
static const struct insn *insn_at(uint64_t address)
{
	struct insn *slot = &cache[(address ^ (address >> 16)) % CACHE_SLOTS];
	uint8_t code[15];
	uint64_t size;

	if (slot->address == address)
		return slot;
	size = memory_read(code, address, sizeof(code));
	if (size == 0) {
		/* The kernel may refuse the whole range for the sake of its end. */
		uint64_t left = 4096 - address % 4096;

		size = left < sizeof(code) ? memory_read(code, address, left) : 0;
	}
	if (size == 0)
		return NULL;
	insn_decode(slot, address, code, size);
	return slot;
}

static void send_read(uint64_t address, uint64_t length)
{
	static uint8_t chunk[WIRE_READ_MOST];

	while (length > 0) {
		uint64_t asked = length < sizeof(chunk) ? length : sizeof(chunk);
		uint64_t size = memory_read(chunk, address, asked);

		link_send_block(WIRE_READ, chunk, size);
		if (size < asked)
			return;
		address += size;
		length -= size;
	}
}

static void send_reads(void)
{
	for (; request.reads_left > 0; request.reads_left--, request.reads += 2)
		send_read(request.reads[0], request.reads[1]);
}

static void finish(ucontext_t *context, enum wire_end_kind kind, uint64_t address, uint64_t detail)
{
	struct wire_end end = { .kind = kind, .address = address, .detail = detail, .steps = steps };

	trace_flush();
	send_reads();
	registers_copy(&end.registers, context->uc_mcontext.gregs);
	undo_all();
	entry_restore(context);
	agent.phase = SERVING;
	link_send_block(WIRE_END, &end, sizeof(end));
}

static bool at_stop(const greg_t *registers)
{
	if (request.stop == WIRE_RETURN)
		return (uint64_t)registers[REG_RIP] == request.return_address &&
		       (uint64_t)registers[REG_RSP] == request.return_stack;
	return steps > 0 && (uint64_t)registers[REG_RIP] == agent.entry;
}

/* Notes the accesses of the instruction that is about to be executed, and saves what it overwrites. */
static enum undo_result prepare(const struct insn *insn, const struct wire_registers *registers)
{
	unsigned int count = 0;
	int store, i;

	pending.insn = insn;
	pending.address = registers->rip;
	pending.mark = undo_mark();
	pending.unsaved = false;
	pending.count = insn && insn->kind == INSN_STRING ? insn_count(insn, registers) : 1;
	pending.used = 1;
	if (!insn)
		return UNDO_SAVED;
	for (store = 0; store <= 1 && pending.count > 0; store++) {
		for (i = 0; i < insn->operands; i++) {
			const struct operand *operand = &insn->operand[i];
			uint64_t address;
			enum undo_result result;

			if (store ? !operand->store : !operand->load)
				continue;
			address = operand_address(operand, registers, agent.fs_base, agent.gs_base);
			pending.words[pending.used++] = (address & WIRE_ADDRESS_MASK) |
				(uint64_t)operand->size << WIRE_COUNT_SHIFT | (store ? WIRE_STORE : 0);
			count++;
			if (!store)
				continue;
			result = undo_save(address, operand->size);
			if (result == UNDO_FULL)
				return result;
			if (result == UNDO_UNREADABLE)
				pending.unsaved = true;
		}
	}
	pending.words[0] = (pending.address & WIRE_ADDRESS_MASK) | (uint64_t)count << WIRE_COUNT_SHIFT |
		(uint64_t)insn->length << WIRE_LENGTH_SHIFT;
	return UNDO_SAVED;
}

/* The last thing a handler does: from here to its return there may be breakpoints anywhere. */
static void release(greg_t *target)
{
	if (pending.insn && request.stepping == WIRE_FASTEST &&
	    step_arm(pending.insn, pending.words + 1, pending.used - 1))
		target[REG_EFL] &= ~(greg_t)TRAP_FLAG;
	else
		target[REG_EFL] |= TRAP_FLAG;
}

/* Lets the instruction at the present address go, or ends the replay. */
static void proceed(ucontext_t *context, bool again)
{
	greg_t *target = context->uc_mcontext.gregs;
	struct wire_registers registers;
	const struct insn *insn;

	if (!again && at_stop(target))
		return finish(context, WIRE_DONE, target[REG_RIP], 0);
	if (steps == request.most_steps)
		return finish(context, WIRE_STEP_LIMIT, target[REG_RIP], 0);
	insn = insn_at(target[REG_RIP]);
	if (insn && insn->kind == INSN_SYSTEM_CALL)
		return finish(context, WIRE_SYSTEM_CALL, target[REG_RIP], target[REG_RAX]);
	if (insn && insn->kind == INSN_TRAP)
		return finish(context, WIRE_FAULT, target[REG_RIP], SIGTRAP);
	if (insn && insn->kind == INSN_UNSUPPORTED)
		return finish(context, WIRE_UNSUPPORTED, target[REG_RIP], 0);
	registers_copy(&registers, target);
	if (prepare(insn, &registers) == UNDO_FULL)
		return finish(context, WIRE_UNDO_FULL, target[REG_RIP], 0);
	if (again)
		pending.words[0] |= WIRE_AGAIN;
	agent.phase = STEPPING;
	release(target);
}

static bool in_vdso(uint64_t address)
{
	return address >= agent.vdso_start && address < agent.vdso_end;
}

static void note_step(void)
{
	bool inside = in_vdso(pending.address);
	uint64_t entered = (pending.address & WIRE_ADDRESS_MASK) | WIRE_VDSO;

	if (inside && !inside_vdso)
		trace_add(&entered, 1);
	inside_vdso = inside;
	if (!inside)
		trace_add(pending.words, pending.used);
}

static void override_timestamp(greg_t *target)
{
	uint64_t stamp;

	if (inside_vdso || request.told_left == 0)
		return;
	stamp = *request.told++;
	request.told_left--;
	target[REG_RAX] = stamp & 0xffffffffULL;
	target[REG_RDX] = stamp >> 32;
}

/* Of two words the first is the number, the second whether there was one, which CF tells. */
static void override_random(const struct insn *insn, greg_t *target)
{
	greg_t *to = &target[register_names[insn->target_register]];
	uint64_t number;

	if (inside_vdso || request.told_left < 2)
		return;
	number = request.told[1] ? request.told[0] : 0;
	target[REG_EFL] = (target[REG_EFL] & ~(greg_t)1) | (request.told[1] & 1);
	request.told += 2;
	request.told_left -= 2;
	if (insn->target_size == 8)
		*to = number;
	else if (insn->target_size == 4)
		*to = number & 0xffffffffULL;
	else
		*to = (*to & ~0xffffLL) | (number & 0xffff);
}

/* The kernel has told the time and has returned to its caller: another one is told. */
static void override_clock(greg_t *target)
{
	uint64_t address, words;

	if (request.told_left < 3 || request.told_left < 3 + request.told[1])
		return;
	address = request.told[0];
	words = request.told[1];
	if (words > 0 && !memory_write(address, request.told + 2, 8 * words))
		pending.unsaved = true;
	target[REG_RAX] = request.told[2 + words];
	request.told += 3 + words;
	request.told_left -= 3 + words;
}

void replay_stepped(ucontext_t *context)
{
	greg_t *target = context->uc_mcontext.gregs;
	const struct insn *insn = pending.insn;
	struct wire_registers registers;
	bool again;

	steps++;
	note_step();
	if (inside_vdso && !in_vdso(target[REG_RIP]))
		override_clock(target);
	if (!insn || pending.unsaved)
		return finish(context, WIRE_UNSUPPORTED, pending.address, 0);
	if (insn->kind == INSN_TIMESTAMP)
		override_timestamp(target);
	if (insn->kind == INSN_RANDOM)
		override_random(insn, target);
	if (insn->kind == INSN_PUSH_FLAGS)
		*(uint16_t *)target[REG_RSP] &= ~TRAP_FLAG;
	if (insn->kind == INSN_STRING && pending.count > 1) {
		registers_copy(&registers, target);
		/* More iterations than one would have stored more than was saved. */
		if (insn_count(insn, &registers) != pending.count - 1)
			return finish(context, WIRE_UNSUPPORTED, pending.address, 0);
	}
	again = insn->kind == INSN_STRING && (uint64_t)target[REG_RIP] == pending.address;
	proceed(context, again);
}

void replay_faulted(ucontext_t *context, int signal_number)
{
	undo_drop(pending.mark);	/* it did not store */
	finish(context, WIRE_FAULT, context->uc_mcontext.gregs[REG_RIP], signal_number);
}

void replay_start(ucontext_t *context, const uint64_t *words)
{
	greg_t *target = context->uc_mcontext.gregs;
	const uint64_t *word = words + 1;
	uint64_t mask, writes, bad = 0;
	bool failed = false;
	int i;

	steps = 0;
	inside_vdso = false;
	memset(&pending, 0, sizeof(pending));
	request.stop = *word++;
	request.stepping = *word++;
	request.most_steps = *word++;
	mask = *word++;
	for (i = 0; i < 16; i++, word++) {
		if (mask & (1ULL << i))
			target[register_names[i]] = *word;
	}
	request.told_left = *word++;
	request.told = word;
	word += request.told_left;
	for (writes = *word++; writes > 0; writes--) {
		uint64_t address = word[0], length = word[1], mark = undo_mark();

		if (!failed && !memory_write(address, word + 2, length)) {
			undo_drop(mark);
			failed = true;
			bad = address;
		}
		word += 2 + (length + 7) / 8;
	}
	request.reads_left = *word++;
	request.reads = word;
	if (failed)
		return finish(context, WIRE_BAD_WRITE, bad, 0);
	request.return_stack = target[REG_RSP] + 8;
	if (request.stop == WIRE_RETURN &&
	    memory_read(&request.return_address, target[REG_RSP], 8) != 8)
		return finish(context, WIRE_FAULT, target[REG_RIP], SIGSEGV);
	proceed(context, false);
}
