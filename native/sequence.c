/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Built without vector registers: between the blocks of an execution they hold what the target put there. Long for that
 * reason too: what runs between blocks, with the counts that it keeps, stands in this one file.
 */
#define _GNU_SOURCE
#include "sequence.h"

#include <stddef.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <asm/prctl.h>

#include "access.h"
#include "agent.h"
#include "changes.h"
#include "lines.h"
#include "memory.h"
#include "saved.h"
#include "timed.h"
#include "translate.h"
#include "vectors.h"

#define MOST_POINTS 1024
#define MOST_REGIONS 256
#define MOST_INSTANCES 64
#define MOST_PASSED 256
#define TRACE_WORDS 8192
#define MOST_STEP_WORDS 64

struct point {
	uint64_t address;
	uint64_t flags;
};

struct region {
	uint64_t start, end, instance;
};

static const struct sequence_setting *setting;
static struct context context;

static struct point points[MOST_POINTS];
static struct region regions[MOST_REGIONS];
static uint64_t point_count, region_count;

/* The packet that is being executed. */
static struct wire_summary summary;
static bool traced;
static bool followed;				/* by changes.h, so that it can be timed */
static bool inside_vdso;
static uint64_t first_instance;			/* whose memory was accessed first; 0: none so far */
static uint64_t pending[MOST_POINTS];		/* passages that wait for the next access to a region */
static uint16_t pending_points[MOST_POINTS];
static unsigned int pending_count;
static uint64_t counts[MOST_POINTS][MOST_INSTANCES];	/* by instance, 0: none */
static bool counted;				/* not all of them are zero */
static uint16_t passed[MOST_PASSED];

static uint64_t trace_words[TRACE_WORDS];
static unsigned int trace_used;

static uint8_t vectors[16384] __attribute__((aligned(64)));
static const uint8_t *at_registers;		/* what the vector registers hold where the next execution begins */

/* ---- tables ---- */

int sequence_tables(const struct sequence_setting *given, const uint64_t *words)
{
	uint64_t i;

	setting = given;
	timed_open(given);
	point_count = *words++;
	if (point_count > MOST_POINTS || translate_open() < 0 || lines_open() < 0 || changes_open() < 0)
		return -1;
	for (i = 0; i < point_count; i++, words += 2)
		points[i] = (struct point){ words[0], words[1] };
	region_count = *words++;
	if (region_count > MOST_REGIONS)
		return -1;
	for (i = 0; i < region_count; i++, words += 3) {
		if (words[2] >= MOST_INSTANCES)
			return -1;
		regions[i] = (struct region){ words[0], words[1], words[2] };
	}
	translate_points(&points[0].address, sizeof(points[0]) / sizeof(uint64_t), point_count);
	return 0;
}

/* ---- summing up ---- */

/* The regions are in rising order. 0 if the address is in none. */
static uint64_t instance_at(uint64_t address)
{
	unsigned int low = 0, high = region_count;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (address < regions[middle].start)
			high = middle;
		else if (address >= regions[middle].end)
			low = middle + 1;
		else
			return regions[middle].instance;
	}
	return 0;
}

static void settle(uint64_t instance)
{
	while (pending_count > 0) {
		unsigned int point = pending_points[--pending_count];

		counts[point][instance] += pending[point];
		counted = true;
		pending[point] = 0;
	}
}

static void note_access(uint64_t address)
{
	uint64_t instance;

	if (pending_count == 0 && first_instance)
		return;
	instance = instance_at(address);
	if (!instance)
		return;
	if (!first_instance)
		first_instance = instance;
	settle(instance);
}

static void note_point(unsigned int point)
{
	if (points[point].flags & WIRE_IN_ORDER) {
		if (summary.passed < MOST_PASSED)
			passed[summary.passed++] = point;
	}
	if (!(points[point].flags & WIRE_BY_INSTANCE)) {
		counts[point][0]++;
		counted = true;
		return;
	}
	if (pending[point]++ == 0)
		pending_points[pending_count++] = point;
}

static void flush_trace(void)
{
	if (trace_used > 0) {
		vectors_store(setting->extended, vectors);
		setting->send(WIRE_STEPS, trace_words, trace_used * sizeof(trace_words[0]));
		vectors_load(setting->extended, vectors);
	}
	trace_used = 0;
}

static void trace(uint64_t word)
{
	trace_words[trace_used++] = word;
}

static uint64_t event_address(const struct event *event)
{
	return event->slot == NO_SLOT ? event->value : event->value + context.slots[event->slot];
}

static void note_change(uint64_t address, uint64_t length)
{
	saved_touch(address, length);
	if (followed)
		changes_touch(address, length);
}

static void note_memory(const struct event *event, uint64_t address, bool inside)
{
	if (event->kind == EVENT_STORE)
		note_change(address, event->size);
	if (inside)
		return;
	note_access(address);
	lines_touch(LINE_DATA, address, event->size);
	if (traced)
		trace((address & WIRE_ADDRESS_MASK) | (uint64_t)event->size << WIRE_COUNT_SHIFT |
		      (event->kind == EVENT_STORE ? WIRE_STORE : 0));
}

static uint64_t step_word(const struct step *step)
{
	return (step->address & WIRE_ADDRESS_MASK) | (uint64_t)step->length << WIRE_LENGTH_SHIFT;
}

/* One iteration of an instruction; only strings have more than one. */
static void note_iteration(const struct step *step, uint64_t iteration, bool inside)
{
	const struct event *event = &block_events[step->first];
	const struct event *end = event + step->events;
	bool backwards = context.flags & 0x400;

	if (traced && trace_used + MOST_STEP_WORDS > TRACE_WORDS)
		flush_trace();
	if (traced && !inside)
		trace(step_word(step) | (uint64_t)step->accesses << WIRE_COUNT_SHIFT | (iteration > 0 ? WIRE_AGAIN : 0));
	for (; event < end; event++) {
		uint64_t moved = iteration * event->size;

		if (event->kind != EVENT_POINT)
			note_memory(event, event_address(event) + (backwards ? -moved : moved), inside);
		else if (iteration == 0 && !inside)
			note_point(event->value);
	}
	if (!inside)
		summary.accesses += step->accesses;
	summary.steps++;
}

/* A string instruction whose count is 0 is executed, and accesses nothing. */
static void note_idle(const struct step *step, bool inside)
{
	const struct event *event = &block_events[step->first];
	const struct event *end = event + step->events;

	for (; event < end && !inside; event++) {
		if (event->kind == EVENT_POINT)
			note_point(event->value);
	}
	if (traced && !inside)
		trace(step_word(step));
	summary.steps++;
}

static void note_string(const struct step *step, bool inside)
{
	uint64_t iterations = context.slots[step->count_slot] - context.slots[step->count_slot + 1];
	uint64_t i;

	if (traced && trace_used + MOST_STEP_WORDS > TRACE_WORDS)
		flush_trace();
	if (iterations == 0)
		note_idle(step, inside);
	for (i = 0; i < iterations; i++)
		note_iteration(step, i, inside);
}

/* The first so many steps of a block. */
static void note_steps(const struct block *block, uint32_t count)
{
	const struct step *step = &block_steps[block->first];
	const struct step *end = step + count;
	bool inside = block->address >= setting->vdso_start && block->address < setting->vdso_end;

	if (traced && inside && !inside_vdso) {
		if (trace_used == TRACE_WORDS)
			flush_trace();
		trace((block->address & WIRE_ADDRESS_MASK) | WIRE_VDSO);
	}
	inside_vdso = inside;
	if (!inside && count > 0) {
		summary.instructions += count;
		lines_touch(LINE_CODE, block->address, end[-1].address + end[-1].length - block->address);
	}
	for (; step < end; step++) {
		if (step->count_slot == NO_SLOT)
			note_iteration(step, 0, inside);
		else
			note_string(step, inside);
	}
}

/* ---- answering ---- */

static uint64_t answer[(sizeof(struct wire_summary) / 8) + 2 * MOST_POINTS * 4 + MOST_PASSED];

static void send_summary(void)
{
	uint64_t *word = answer + sizeof(summary) / 8;
	const uint64_t *head = (const uint64_t *)&summary;
	unsigned int i, k;

	settle(first_instance);
	counted = false;
	summary.lines = lines_count();
	summary.counts = 0;
	for (i = 0; i < point_count; i++) {
		for (k = 0; k < MOST_INSTANCES; k++) {
			if (!counts[i][k])
				continue;
			if (summary.counts < MOST_POINTS * 4) {
				*word++ = i | (uint64_t)k << 32;
				*word++ = counts[i][k];
				summary.counts++;
			}
			counts[i][k] = 0;
		}
	}
	for (i = 0; i < summary.passed; i++)
		*word++ = passed[i];
	for (i = 0; i < sizeof(summary) / 8; i++)
		answer[i] = head[i];
	setting->send(WIRE_SUMMARY, answer, (word - answer) * 8);
}

/* What the time stamp counter is ahead. The time that the kernel's own code tells from it goes on as it does. */
static uint64_t ahead;

static void begin_counts(void)
{
	unsigned int i, k;

	for (i = 0; i < pending_count; i++)
		pending[pending_points[i]] = 0;
	pending_count = 0;
	/* Those of runs that were summed up are zero already. */
	for (i = 0; i < point_count && counted; i++) {
		for (k = 0; k < MOST_INSTANCES; k++)
			counts[i][k] = 0;
	}
	counted = false;
	first_instance = 0;
	inside_vdso = false;
	lines_begin();
	summary = (struct wire_summary){ .kind = WIRE_DONE };
}

static void begin_at_entry(void)
{
	unsigned int i;

	for (i = 0; i < 16; i++)
		context.general[i] = setting->registers.general[i];
	context.flags = setting->registers.flags;
	context.next = setting->entry;
	context.leave = (uint64_t)block_leave;
	/* To a program that runs on, no time has passed since it stood still. */
	ahead = -arrival_since();
	at_registers = setting->vectors;
}

static void send_reads(const uint64_t *words, uint64_t count)
{
	static uint8_t chunk[WIRE_READ_MOST];

	for (; count > 0; count--, words += 2) {
		uint64_t address = words[0], left = words[1];

		while (left > 0) {
			uint64_t asked = left < sizeof(chunk) ? left : sizeof(chunk);
			uint64_t size = memory_read(chunk, address, asked);

			setting->send(WIRE_READ, chunk, size);
			if (size < asked)
				break;
			address += size;
			left -= size;
		}
	}
}

/* ---- executing ---- */

static bool write_memory(uint64_t address, const void *bytes, uint64_t length)
{
	struct iovec local = { (void *)bytes, length };
	struct iovec remote = { (void *)address, length };

	if (length == 0)
		return true;
	note_change(address, length);
	return process_vm_writev(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)length;
}

static void end_as(enum wire_end_kind kind, uint64_t detail)
{
	summary.kind = kind;
	summary.address = context.next;
	summary.detail = detail;
}

static void end_without_code(const struct block *block)
{
	if (block->stop == INSN_SYSTEM_CALL)
		end_as(WIRE_SYSTEM_CALL, context.general[0]);
	else if (block->stop == INSN_TRAP)
		end_as(WIRE_FAULT, SIGTRAP);
	else if (block->stop == INSN_PLAIN)
		end_as(WIRE_FAULT, SIGSEGV);
	else
		end_as(WIRE_UNSUPPORTED, 0);
}

/* There is nothing at the address, or no place near it for a copy. */
static void end_without_block(void)
{
	uint8_t byte;

	if (memory_read(&byte, context.next, 1) == 1)
		end_as(WIRE_UNSUPPORTED, 0);
	else
		end_as(WIRE_FAULT, SIGSEGV);
}

static struct block *find_block(uint64_t address)
{
	struct block *block;

	vectors_store(setting->extended, vectors);
	block = block_at(address);
	if (!block) {
		translate_forget();	/* to make room */
		block = block_at(address);
	}
	vectors_load(setting->extended, vectors);
	return block;
}

/* The blocks that were executed lately, so that most need no search. */
#define RECENT 4096
static struct {
	uint64_t address;
	uint64_t age;
	struct block *block;
} recent[RECENT];

static struct block *next_block(void)
{
	unsigned int i = (context.next ^ (context.next >> 12)) % RECENT;

	if (recent[i].address != context.next || recent[i].age != translate_age) {
		recent[i].block = find_block(context.next);
		recent[i].address = recent[i].block ? context.next : 0;
		recent[i].age = translate_age;
	}
	return recent[i].block;
}

/* Where an execution ends. */
static struct {
	uint64_t kind;		/* enum wire_stop */
	uint64_t address, stack;
	uint64_t steps;		/* that were taken before */
} stop;

static bool is_over(void)
{
	if (stop.kind == WIRE_RETURN)
		return context.next == stop.address && context.general[4] == stop.stack;
	return summary.steps > stop.steps && context.next == setting->entry;
}

static void put_ahead(void)
{
	uint64_t stamp = (context.general[2] << 32 | (uint32_t)context.general[0]) + ahead;

	context.general[0] = (uint32_t)stamp;
	context.general[2] = stamp >> 32;
}

static void execute(uint64_t most_steps)
{
	while (!is_over()) {
		struct block *block;

		if (summary.steps >= most_steps)
			return end_as(WIRE_STEP_LIMIT, 0);
		block = next_block();
		if (!block)
			return end_without_block();
		if (!block->code)
			return end_without_code(block);
		context.code = (uint64_t)block->code;
		block_enter();
		note_steps(block, block->steps);
		if (block->stamped && !inside_vdso)
			put_ahead();
	}
}

/* Executes up to a stop. What the vector registers hold then is kept. */
static void run(uint64_t kind, uint64_t most_steps)
{
	stop.kind = kind;
	stop.address = setting->entry;
	stop.stack = context.general[4] + 8;
	stop.steps = summary.steps;
	if (kind == WIRE_RETURN && memory_read(&stop.address, context.general[4], 8) != 8)
		return end_as(WIRE_FAULT, SIGSEGV);
	translate_stops(setting->entry, stop.address);
	vectors_load(setting->extended, at_registers);
	execute(most_steps);
	vectors_store(setting->extended, vectors);
	at_registers = vectors;
	summary.result = context.general[0];
}

/* Lets the program go on until it is at the entry for a queue again; others find no packet. */
static void go_on(uint64_t queue, uint64_t most_steps)
{
	while (summary.kind == WIRE_DONE && !(context.next == setting->entry && context.general[7] == queue)) {
		arrival_take(setting->send);
		run(WIRE_REENTRY, most_steps);
	}
}

static const uint64_t *set_up(const uint64_t *word)
{
	uint64_t left;

	for (left = *word++; left > 0; left--, word += 2)
		context.general[word[0] & 15] = word[1];
	for (left = *word++; left > 0; left--) {
		uint64_t length = word[1];

		if (summary.kind == WIRE_DONE && !write_memory(word[0], word + 2, length)) {
			summary.kind = WIRE_BAD_WRITE;
			summary.address = word[0];
		}
		word += 2 + (length + 7) / 8;
	}
	return word;
}

/* A packet arrives, unless it is over already. */
static const uint64_t *arrive_one(const uint64_t *word)
{
	const uint64_t length = word[0], *values = word + 1 + (length + 7) / 8;

	if (summary.kind == WIRE_DONE && !arrival_next(context.general[7], (const uint8_t *)(word + 1), length, values + 1, values[0]))
		end_as(WIRE_NO_ARRIVAL, 0);
	return values + 1 + values[0];
}

static const uint64_t *arrive(const uint64_t *word, uint64_t most_steps)
{
	bool wanted = traced;
	uint64_t given = *word++, queue = given ? given : setting->registers.general[7];
	uint64_t later = *word++, packets;

	/* What it does on its way is of no packet. */
	traced = false;
	go_on(queue, most_steps);
	ahead += arrival_ticks(later);
	traced = wanted;
	if (summary.kind == WIRE_DONE)
		begin_counts();
	else
		end_as(WIRE_NO_ARRIVAL, summary.kind | summary.detail << WIRE_DETAIL_SHIFT);
	changes_lose();
	if (summary.kind == WIRE_DONE) {
		arrival_take(setting->send);
		arrival_stand(word + 1, word[0]);
	}
	word += 1 + word[0];
	for (packets = *word++; packets > 0; packets--)
		word = arrive_one(word);
	return word;
}

/* What is changed from now on can be taken back. */
static void follow(void)
{
	if (followed)
		changes_begin();
	else
		changes_lose();
}

void sequence_run(const uint64_t *words)
{
	uint64_t kind = words[0], most_steps = words[2], packets = words[3];
	const uint64_t *word = words + 4;

	traced = words[1] & WIRE_TRACED;
	followed = words[1] & WIRE_CHANGES;
	if (words[1] & WIRE_AGAIN_FIRST)
		changes_back();
	trace_used = 0;
	syscall(SYS_arch_prctl, ARCH_SET_GS, &context);
	for (; packets > 0; packets--) {
		uint64_t reads;

		begin_counts();
		if (*word == WIRE_AS_WRITTEN) {
			begin_at_entry();
			word++;
		} else {
			word = arrive(word + 1, most_steps);
		}
		follow();
		word = set_up(word);
		follow();
		timed_take(context.general);
		if (summary.kind == WIRE_DONE)
			run(kind, most_steps);
		if (summary.kind == WIRE_DONE)
			timed_end(summary.result);
		flush_trace();
		reads = *word++;
		if (summary.kind == WIRE_DONE)
			send_reads(word, reads);
		word += 2 * reads;
		send_summary();
		if (summary.kind != WIRE_DONE)
			return;
	}
}

void sequence_forget(void)
{
	ahead = 0;
}

bool sequence_faulted(uint64_t address, int signal_number, uint64_t count)
{
	const struct block *block = block_of_code(address);
	uint32_t done;
	const struct step *step;

	if (!block)
		return false;
	done = block->steps - 1;
	while (done > 0 && block_steps[block->first + done].offset > address - (uint64_t)block->code)
		done--;
	step = &block_steps[block->first + done];
	/* Of a string the iterations before the one that faults are done. */
	if (step->count_slot != NO_SLOT) {
		context.slots[step->count_slot + 1] = count;
		if (context.slots[step->count_slot] != count)
			done++;
	}
	note_steps(block, done);
	context.next = step->address;
	end_as(WIRE_FAULT, signal_number);
	flush_trace();
	send_summary();
	return true;
}
