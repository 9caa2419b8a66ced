/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long, because it is one thing: decoding a block, emitting its copy and linking copies share the arena and its tables,
 * which nothing outside may touch.
 */
#define _GNU_SOURCE
#include "translate.h"

#include <Zydis/Zydis.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

#include "memory.h"

#define MOST_BLOCKS 65536
#define MOST_STEPS (1 << 19)
#define MOST_EVENTS (1 << 20)
#define BUCKETS 65536

/* Of one block: 40 instructions of at most 15 bytes and 4 accesses of at most 39 bytes each stay below ARENA_SLACK. */
#define BLOCK_STEPS 40
#define ARENA_SLACK 16384

#define ARENA_SIZE (16ULL << 20)
#define ARENA_STRIDE (1ULL << 20)
#define ARENA_TRIES 1536	/* stays within a displacement's 2 GB */
#define NEAR (1600ULL << 20)
#define MOST_ARENAS 16

uint64_t translate_age;
struct step *block_steps;
struct event *block_events;
static struct block *blocks;
static uint32_t block_count, step_count, event_count;
static struct block *buckets[BUCKETS];

static struct {
	uint8_t *start;
	uint64_t used;
} arenas[MOST_ARENAS];
static unsigned int arena_count;

static const uint64_t *point_addresses;
static uint64_t point_stride, point_count;
static uint64_t stops[2];

static ZydisDecoder decoder;

/* Where code is put at present. */
static uint8_t *out;

_Static_assert(offsetof(struct context, flags) == 128, "block_enter");
_Static_assert(offsetof(struct context, code) == 144, "block_enter");
_Static_assert(offsetof(struct context, host_stack) == 160, "block_enter");

__asm__(".text\n"
	".globl block_enter\n"
	".hidden block_enter\n"
	"block_enter:\n"
	"	push %rbx\n	push %rbp\n	push %r12\n	push %r13\n	push %r14\n	push %r15\n"
	"	mov %rsp, %gs:160\n"
	"	pushq %gs:128\n	popfq\n"
	"	mov %gs:0, %rax\n	mov %gs:8, %rcx\n	mov %gs:16, %rdx\n	mov %gs:24, %rbx\n"
	"	mov %gs:40, %rbp\n	mov %gs:48, %rsi\n	mov %gs:56, %rdi\n"
	"	mov %gs:64, %r8\n	mov %gs:72, %r9\n	mov %gs:80, %r10\n	mov %gs:88, %r11\n"
	"	mov %gs:96, %r12\n	mov %gs:104, %r13\n	mov %gs:112, %r14\n	mov %gs:120, %r15\n"
	"	mov %gs:32, %rsp\n"
	"	jmp *%gs:144\n"
	".globl block_leave\n"
	".hidden block_leave\n"
	"block_leave:\n"	/* rax is saved already */
	"	mov %rcx, %gs:8\n	mov %rdx, %gs:16\n	mov %rbx, %gs:24\n	mov %rsp, %gs:32\n"
	"	mov %rbp, %gs:40\n	mov %rsi, %gs:48\n	mov %rdi, %gs:56\n"
	"	mov %r8, %gs:64\n	mov %r9, %gs:72\n	mov %r10, %gs:80\n	mov %r11, %gs:88\n"
	"	mov %r12, %gs:96\n	mov %r13, %gs:104\n	mov %r14, %gs:112\n	mov %r15, %gs:120\n"
	"	mov %gs:160, %rsp\n"
	"	pushfq\n	popq %gs:128\n	cld\n"
	"	pop %r15\n	pop %r14\n	pop %r13\n	pop %r12\n	pop %rbp\n	pop %rbx\n"
	"	ret\n");

/* ---- room ---- */

int translate_open(void)
{
	if (blocks)
		return 0;
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	block_steps = map_elsewhere(MOST_STEPS * sizeof(*block_steps));
	block_events = map_elsewhere(MOST_EVENTS * sizeof(*block_events));
	blocks = map_elsewhere(MOST_BLOCKS * sizeof(*blocks));
	return block_steps && block_events && blocks ? 0 : -1;
}

void translate_forget(void)
{
	unsigned int i;

	translate_age++;
	block_count = step_count = event_count = 0;
	memset(buckets, 0, sizeof(buckets));
	for (i = 0; i < arena_count; i++)
		arenas[i].used = 0;
}

void translate_points(const uint64_t *addresses, uint64_t stride, uint64_t count)
{
	point_addresses = addresses;
	point_stride = stride;
	point_count = count;
	translate_forget();
}

void translate_stops(uint64_t first, uint64_t second)
{
	if (stops[0] == first && stops[1] == second)
		return;
	stops[0] = first;
	stops[1] = second;
	translate_forget();
}

static void *arena_at(uint64_t place)
{
	return mmap((void *)place, ARENA_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
}

/*
 * Below the address, where nothing grows; a program that is linked to low addresses has nothing below it, so then
 * above, as far from its heap as may be.
 */
static void *new_arena(uint64_t address)
{
	uint64_t base = address & -ARENA_STRIDE;
	void *at = MAP_FAILED;
	uint64_t i;

	for (i = 1; i <= ARENA_TRIES && at == MAP_FAILED && base > i * ARENA_STRIDE + ARENA_SIZE; i++)
		at = arena_at(base - i * ARENA_STRIDE - ARENA_SIZE);
	for (i = ARENA_TRIES; i > 0 && at == MAP_FAILED; i--)
		at = arena_at(base + i * ARENA_STRIDE);
	return at;
}

/* Displacements relative to rip reach 2 GB: code needs a place for its copy as near as its data is. */
static unsigned int arena_near(uint64_t address)
{
	unsigned int i;
	void *at;

	for (i = 0; i < arena_count; i++) {
		uint64_t start = (uint64_t)arenas[i].start;

		if ((start < address ? address - start : start - address) < NEAR)
			return i;
	}
	if (arena_count == MOST_ARENAS)
		return MOST_ARENAS;
	at = new_arena(address);
	if (at == MAP_FAILED)
		return MOST_ARENAS;
	arenas[arena_count].start = at;
	return arena_count++;
}

/* ---- emitting ---- */

static void put(uint8_t byte)
{
	*out++ = byte;
}

static void put_bytes(const void *from, unsigned int count)
{
	memcpy(out, from, count);
	out += count;
}

static void put32(uint32_t word)
{
	put_bytes(&word, sizeof(word));
}

static void put64(uint64_t word)
{
	put_bytes(&word, sizeof(word));
}

/* mov between a general register and a word of the context; opcode 0x89 stores, 0x8b loads. */
static void put_context(uint8_t opcode, unsigned int reg, uint32_t offset)
{
	put(0x65);
	put(0x48 | (reg >> 3) << 2);
	put(opcode);
	put(4 | (reg & 7) << 3);
	put(0x25);
	put32(offset);
}

#define SAVE(reg, field) put_context(0x89, reg, offsetof(struct context, field))
#define LOAD(reg, field) put_context(0x8b, reg, offsetof(struct context, field))

static uint32_t slot_offset(unsigned int slot)
{
	return offsetof(struct context, slots) + 8 * slot;
}

/* rax = constant */
static void put_constant(uint64_t value)
{
	put(0x48);
	put(0xb8);
	put64(value);
}

/* An instruction with rax and a memory operand: lea is 0x8d, mov from memory is 0x8b. */
static void put_memory(uint8_t opcode, const struct operand *operand)
{
	unsigned int base = operand->base, index = operand->index;
	unsigned int scale = operand->scale == 8 ? 3 : operand->scale == 4 ? 2 : operand->scale == 2 ? 1 : 0;
	bool based = base != REG_NONE;

	if (operand->segment == 'f' && opcode != 0x8d)
		put(0x64);
	if (operand->narrow)
		put(0x67);
	if (index == REG_NONE)
		index = 4;
	if (!based)
		base = 5;
	put(0x48 | (index >> 3) << 1 | base >> 3);
	put(opcode);
	put((based ? 0x80 : 0) | 4);
	put(scale << 6 | (index & 7) << 3 | (base & 7));
	put32((uint32_t)operand->displacement);
}

/* Leaves the block for what is in rax. Whoever calls it has saved rax before. */
static void put_exit(void)
{
	SAVE(0, next);
	put(0x65);
	put(0xff);
	put(0x24);
	put(0x25);
	put32(offsetof(struct context, leave));
}

static void put_exit_to(uint64_t address)
{
	SAVE(0, general[0]);
	put_constant(address);
	put_exit();
}

#define EXIT_TO_SIZE 36

/* ---- one instruction ---- */

/* A block in the making. */
static struct {
	struct block *block;
	unsigned int slots;
} making;

static bool is_constant(const struct operand *operand)
{
	return operand->base == REG_NONE && operand->index == REG_NONE;
}

static bool can_lea(const struct operand *operand)
{
	return !operand->index_mask && operand->bit_register == REG_NONE && operand->segment != 'g' &&
	       (is_constant(operand) || operand->displacement == (int32_t)operand->displacement);
}

static struct event *add_event(enum event_kind kind, uint64_t value)
{
	struct event *event = &block_events[event_count++];

	event->kind = kind;
	event->value = value;
	event->slot = NO_SLOT;
	event->size = 0;
	return event;
}

/* The slot that gets an operand's address; NO_SLOT if that is known. */
static unsigned int put_address(const struct operand *operand)
{
	if (is_constant(operand))
		return NO_SLOT;
	SAVE(0, scratch);
	put_memory(0x8d, operand);
	put_context(0x89, 0, slot_offset(making.slots));
	LOAD(0, scratch);
	return making.slots++;
}

static void note_accesses(struct step *step, const struct insn *insn, uint64_t fs_base)
{
	unsigned int slots[INSN_MOST_ACCESSES];
	unsigned int i;
	int store;

	for (i = 0; i < insn->operands; i++)
		slots[i] = put_address(&insn->operand[i]);
	for (store = 0; store <= 1; store++) {
		for (i = 0; i < insn->operands; i++) {
			const struct operand *operand = &insn->operand[i];
			struct event *event;

			if (store ? !operand->store : !operand->load)
				continue;
			event = add_event(store ? EVENT_STORE : EVENT_LOAD, operand->segment == 'f' ? fs_base : 0);
			if (slots[i] == NO_SLOT) {
				uint64_t address = operand->displacement;

				event->value += operand->narrow ? address & 0xffffffffULL : address;
			}
			event->slot = slots[i];
			event->size = operand->size;
			step->accesses++;
		}
	}
}

/* The instruction itself, at another place. False if it cannot be there. */
static bool put_copy(const uint8_t *code, uint64_t address, const ZydisDecodedInstruction *decoded,
		     const ZydisDecodedOperand *operands)
{
	uint8_t *copy = out;
	unsigned int i;

	put_bytes(code, decoded->length);
	for (i = 0; i < decoded->operand_count; i++) {
		int64_t displacement;

		if (operands[i].type != ZYDIS_OPERAND_TYPE_MEMORY ||
		    ZydisRegisterGetClass(operands[i].mem.base) != ZYDIS_REGCLASS_IP)
			continue;
		displacement = operands[i].mem.disp.value + (int64_t)(address - (uint64_t)copy);
		if (operands[i].mem.base != ZYDIS_REGISTER_RIP || decoded->raw.disp.size != 32 ||
		    displacement != (int32_t)displacement)
			return false;
		memcpy(copy + decoded->raw.disp.offset, &(int32_t){ (int32_t)displacement }, 4);
	}
	return true;
}

/* An instruction with a repeat prefix is executed in one go, between two looks at its count. */
static bool put_string(struct step *step, const struct insn *insn, const uint8_t *code,
		       const ZydisDecodedInstruction *decoded, const ZydisDecodedOperand *operands)
{
	if (insn->narrow_count)
		return false;
	step->count_slot = making.slots;
	put_context(0x89, 1, slot_offset(making.slots++));
	if (!put_copy(code, insn->address, decoded, operands))
		return false;
	put_context(0x89, 1, slot_offset(making.slots++));
	return true;
}

/* ---- what ends a block ---- */

static bool is_end(const ZydisDecodedInstruction *decoded)
{
	switch (decoded->meta.category) {
	case ZYDIS_CATEGORY_COND_BR:
	case ZYDIS_CATEGORY_UNCOND_BR:
	case ZYDIS_CATEGORY_CALL:
	case ZYDIS_CATEGORY_RET:
		return true;
	default:
		return false;
	}
}

static void put_branch(const struct insn *insn, const ZydisDecodedInstruction *decoded)
{
	bool counts = decoded->opcode_map == ZYDIS_OPCODE_MAP_DEFAULT && (decoded->opcode & 0xf0) == 0xe0;

	/* jrcxz, loop and their kin have no other form. */
	if (counts && decoded->address_width == 32)
		put(0x67);
	put(counts ? decoded->opcode : 0x70 | (decoded->opcode & 15));
	put(EXIT_TO_SIZE);
	put_exit_to(insn->address + insn->length);
	put_exit_to(insn->target);
}

static unsigned int number_of(ZydisRegister reg)
{
	return ZydisRegisterGetClass(reg) == ZYDIS_REGCLASS_GPR64 ? (unsigned int)(reg - ZYDIS_REGISTER_RAX) : REG_NONE;
}

/* rax = where an indirect jump or call leads. */
static bool put_destination(const struct insn *insn, const ZydisDecodedOperand *operand)
{
	if (operand->type == ZYDIS_OPERAND_TYPE_REGISTER && number_of(operand->reg.value) != REG_NONE) {
		unsigned int reg = number_of(operand->reg.value);

		put(0x48 | (reg >> 3) << 2);
		put(0x89);
		put(0xc0 | (reg & 7) << 3);
		return true;
	}
	if (operand->type != ZYDIS_OPERAND_TYPE_MEMORY || operand->size != 64)
		return false;
	if (is_constant(&insn->operand[0])) {
		if (insn->operand[0].segment)
			return false;
		put_constant(insn->operand[0].displacement);
		put(0x48);
		put(0x8b);
		put(0x00);	/* mov rax, [rax] */
		return true;
	}
	put_memory(0x8b, &insn->operand[0]);
	return true;
}

/* Stores the address behind the call below the stack's top, and moves that. */
static void put_push_return(const struct insn *insn)
{
	static const uint8_t push[] = { 0x48, 0x89, 0x44, 0x24, 0xf8, 0x48, 0x8d, 0x64, 0x24, 0xf8 };

	put_constant(insn->address + insn->length);
	put_bytes(push, sizeof(push));
}

static bool put_jump(const struct insn *insn, const ZydisDecodedOperand *operands)
{
	if (insn->flow == FLOW_JUMP) {
		put_exit_to(insn->target);
		return true;
	}
	SAVE(0, general[0]);
	if (!put_destination(insn, operands))
		return false;
	put_exit();
	return true;
}

static bool put_call(const struct insn *insn, const ZydisDecodedOperand *operands)
{
	SAVE(0, general[0]);
	if (insn->flow == FLOW_JUMP) {
		put_push_return(insn);
		put_constant(insn->target);
		put_exit();
		return true;
	}
	if (!put_destination(insn, operands))
		return false;
	SAVE(0, scratch);
	put_push_return(insn);
	LOAD(0, scratch);
	put_exit();
	return true;
}

static bool put_return(const ZydisDecodedInstruction *decoded, const ZydisDecodedOperand *operands)
{
	static const uint8_t load[] = { 0x48, 0x8b, 0x04, 0x24 };	/* mov rax, [rsp] */
	static const uint8_t drop[] = { 0x48, 0x8d, 0xa4, 0x24 };	/* lea rsp, [rsp + 32 bits] */
	bool more = decoded->operand_count > 0 && operands[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE;

	if (decoded->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR)
		return false;
	SAVE(0, general[0]);
	put_bytes(load, sizeof(load));
	put_bytes(drop, sizeof(drop));
	put32(8 + (more ? (uint32_t)operands[0].imm.value.u : 0));
	put_exit();
	return true;
}

static bool put_end(const struct insn *insn, const ZydisDecodedInstruction *decoded,
		    const ZydisDecodedOperand *operands)
{
	/* Also far ones and those of 16 bits. */
	if (decoded->operand_width == 16 || decoded->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR)
		return false;
	switch (decoded->meta.category) {
	case ZYDIS_CATEGORY_COND_BR:
		if (insn->flow != FLOW_BRANCH)
			return false;
		put_branch(insn, decoded);
		return true;
	case ZYDIS_CATEGORY_UNCOND_BR:
		return put_jump(insn, operands);
	case ZYDIS_CATEGORY_CALL:
		return put_call(insn, operands);
	default:
		return put_return(decoded, operands);
	}
}

/* ---- blocks ---- */

enum outcome {
	GOES_ON,
	ENDS,
	IS_LAST,	/* the block ends behind it: it leaves the direction flag or a time stamp to be looked at */
	REFUSED,	/* it is not in the block */
};

static uint64_t fs_base(void)
{
	uint64_t base;

	__asm__("mov %%fs:0, %0" : "=r"(base));	/* the thread's own pointer (System V ABI, TLS) */
	return base;
}

static void note_points(uint64_t address)
{
	uint64_t i;

	for (i = 0; i < point_count; i++) {
		if (point_addresses[i * point_stride] == address)
			add_event(EVENT_POINT, i);
	}
}

static enum outcome add_step(uint64_t address, uint64_t *next)
{
	ZydisDecodedInstruction decoded;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	struct step *step = &block_steps[step_count];
	uint8_t code[15];
	uint64_t size = memory_read(code, address, sizeof(code));
	struct insn insn;
	unsigned int i;
	bool done;

	if (size == 0)
		size = memory_read(code, address, 4096 - address % 4096 < 15 ? 4096 - address % 4096 : 15);
	making.block->stop = INSN_PLAIN;
	if (size == 0)
		return REFUSED;
	insn_decode(&insn, address, code, size);
	making.block->stop = insn.kind;
	if (insn.kind == INSN_SYSTEM_CALL || insn.kind == INSN_TRAP || insn.kind == INSN_UNSUPPORTED)
		return REFUSED;
	making.block->stop = INSN_UNSUPPORTED;
	for (i = 0; i < insn.operands; i++) {
		if (!can_lea(&insn.operand[i]))
			return REFUSED;
	}
	ZydisDecoderDecodeFull(&decoder, code, size, &decoded, operands);
	step->address = address;
	step->first = event_count;
	step->count_slot = NO_SLOT;
	step->accesses = 0;
	step->length = insn.length;
	step->offset = out - making.block->code;
	note_points(address);
	note_accesses(step, &insn, fs_base());
	if (insn.kind == INSN_STRING)
		done = put_string(step, &insn, code, &decoded, operands);
	else if (is_end(&decoded))
		done = put_end(&insn, &decoded, operands);
	else
		done = put_copy(code, address, &decoded, operands);
	if (!done)
		return REFUSED;
	step->events = event_count - step->first;
	step_count++;
	making.block->steps++;
	*next = address + insn.length;
	making.block->stamped = decoded.mnemonic == ZYDIS_MNEMONIC_RDTSC || decoded.mnemonic == ZYDIS_MNEMONIC_RDTSCP;
	if (insn.kind == INSN_STRING || making.block->stamped)
		return IS_LAST;
	return is_end(&decoded) ? ENDS : GOES_ON;
}

static void fill(struct block *block, unsigned int arena)
{
	uint64_t at = block->address;
	enum outcome outcome;
	uint8_t *before;

	out = arenas[arena].start + arenas[arena].used;
	block->code = out;
	block->first = step_count;
	making.block = block;
	making.slots = 0;
	do {
		uint32_t events = event_count;

		before = out;
		outcome = add_step(at, &at);
		if (outcome == REFUSED)
			event_count = events;
	} while (outcome == GOES_ON && block->steps < BLOCK_STEPS && at != stops[0] && at != stops[1] &&
		 making.slots + INSN_MOST_ACCESSES + 2 <= SLOTS);
	if (block->steps == 0) {
		block->code = NULL;
		return;
	}
	if (outcome == REFUSED)
		out = before;
	if (outcome != ENDS)
		put_exit_to(at);
	block->code_size = out - block->code;
	arenas[arena].used += (block->code_size + 15) & ~15U;
}

/* NULL also where there is no place for a copy of what is there. */
static struct block *make(uint64_t address, struct block **bucket)
{
	unsigned int arena = arena_near(address);
	struct block *block = &blocks[block_count];

	if (arena == MOST_ARENAS || block_count == MOST_BLOCKS || arenas[arena].used + ARENA_SLACK > ARENA_SIZE ||
	    step_count + BLOCK_STEPS > MOST_STEPS || event_count + 64 * BLOCK_STEPS > MOST_EVENTS)
		return NULL;
	memset(block, 0, sizeof(*block));
	block->address = address;
	fill(block, arena);
	block_count++;
	block->other = *bucket;
	*bucket = block;
	return block;
}

struct block *block_at(uint64_t address)
{
	struct block **bucket = &buckets[(address ^ (address >> 16)) % BUCKETS];
	struct block *block;

	for (block = *bucket; block; block = block->other) {
		if (block->address == address)
			return block;
	}
	return make(address, bucket);
}

const struct block *block_of_code(uint64_t address)
{
	uint32_t i;

	for (i = 0; i < block_count; i++) {
		uint64_t start = (uint64_t)blocks[i].code;

		if (start && address >= start && address - start < blocks[i].code_size)
			return &blocks[i];
	}
	return NULL;
}
