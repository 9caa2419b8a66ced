/* SPDX-License-Identifier: Apache-2.0 */
/* Built without vector registers: before a run they get what the target has at its entry. */
#define _GNU_SOURCE
#include "timed.h"

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/prctl.h>

#include "changes.h"
#include "lines.h"
#include "vectors.h"

#define MOST_RUNS 256
#define WARMING 3		/* runs that only fill caches and predictors */
#define CHAIN_ROUNDS 64
#define CHAIN_ADDS (64 * CHAIN_ROUNDS)
#define DELAYS 64		/* as many different ones, so that runs do not begin in step with the counter */

/* The order is known to timed_call(). */
struct timed_frame {
	uint64_t general[16];
	uint64_t flags;
	uint64_t function;
	uint64_t host_stack;	/* 0: no run is under way */
	uint64_t start_low, start_high, end_low, end_high;
	uint64_t result;
};

static const struct sequence_setting *setting;

/* The packet that can be timed. */
static struct {
	uint64_t general[16];
	uint64_t result;
	bool ended;
} packet;

enum run_kind {
	RUN_EMPTY,		/* without a call */
	RUN_HOT,
	RUN_COLD,
	RUN_KINDS,
};

static struct {
	struct wire_times head;
	struct wire_time times[RUN_KINDS][MOST_RUNS];
} answer;

struct timed_frame timed_frame __attribute__((visibility("hidden")));

/* Whether system calls are signals; the kernel reads it. */
static volatile char selector;

_Static_assert(offsetof(struct timed_frame, flags) == 128, "timed_call");
_Static_assert(offsetof(struct timed_frame, host_stack) == 144, "timed_call");
_Static_assert(offsetof(struct timed_frame, result) == 184, "timed_call");

extern const char timed_escape[] __attribute__((visibility("hidden")));
void timed_call(void);
void timed_nothing(void);
uint64_t timed_chain(uint64_t rounds);

/* Flags, then all registers but those that looking at the counter changes. */
#define ENTER \
	"	push %rbx\n	push %rbp\n	push %r12\n	push %r13\n	push %r14\n	push %r15\n" \
	"	pushq timed_frame+128(%rip)\n" \
	"	popfq\n" \
	"	mov %rsp, timed_frame+144(%rip)\n" \
	"	mov timed_frame+8(%rip), %rcx\n	mov timed_frame+24(%rip), %rbx\n" \
	"	mov timed_frame+40(%rip), %rbp\n	mov timed_frame+48(%rip), %rsi\n	mov timed_frame+56(%rip), %rdi\n" \
	"	mov timed_frame+64(%rip), %r8\n	mov timed_frame+72(%rip), %r9\n" \
	"	mov timed_frame+80(%rip), %r10\n	mov timed_frame+88(%rip), %r11\n" \
	"	mov timed_frame+96(%rip), %r12\n	mov timed_frame+104(%rip), %r13\n" \
	"	mov timed_frame+112(%rip), %r14\n	mov timed_frame+120(%rip), %r15\n" \
	"	mov timed_frame+32(%rip), %rsp\n" \
	"	lea 8(%rsp), %rsp\n"

/*
 * Fences on both sides keep what is between from overlapping with looking at the
 * counter; rdtscp alone begins before it is done, and hides short functions.
 */
#define BETWEEN_LOOKS(code) \
	"	mfence\n	lfence\n	rdtsc\n	lfence\n" \
	"	mov %rax, timed_frame+152(%rip)\n	mov %rdx, timed_frame+160(%rip)\n" \
	"	mov timed_frame+0(%rip), %rax\n	mov timed_frame+16(%rip), %rdx\n" \
	code \
	"	mov %rax, timed_frame+184(%rip)\n" \
	"	lfence\n	rdtsc\n	lfence\n" \
	"	mov %rax, timed_frame+168(%rip)\n	mov %rdx, timed_frame+176(%rip)\n"

/*
 * timed_call() calls the function on the registers of the frame. The address to
 * return to is ours, in the place where the caller's was. timed_nothing() is the
 * same without a call.
 */
__asm__(".text\n"
	".globl timed_call\n"
	".hidden timed_call\n"
	"	.p2align 6\n"
	"timed_call:\n"
	ENTER
	BETWEEN_LOOKS("	call *timed_frame+136(%rip)\n")
	".globl timed_escape\n"
	".hidden timed_escape\n"
	"timed_escape:\n"
	"	cld\n"
	"	mov timed_frame+144(%rip), %rsp\n"
	"	movq $0, timed_frame+144(%rip)\n"
	"	pop %r15\n	pop %r14\n	pop %r13\n	pop %r12\n	pop %rbp\n	pop %rbx\n"
	"	ret\n"
	".globl timed_nothing\n"
	".hidden timed_nothing\n"
	"	.p2align 6\n"
	"timed_nothing:\n"
	ENTER
	BETWEEN_LOOKS("")
	"	jmp timed_escape\n"
	/* Ticks of additions that wait for each other; of a register, for those of a number are free on some processors. */
	".globl timed_chain\n"
	".hidden timed_chain\n"
	"	.p2align 6\n"
	"timed_chain:\n"
	"	mov %rdi, %rcx\n"
	"	mov $3, %r9d\n"
	"	xor %r10d, %r10d\n"
	"	lfence\n	rdtsc\n	lfence\n"
	"	shl $32, %rdx\n	or %rdx, %rax\n	mov %rax, %r8\n"
	"	test %rcx, %rcx\n"
	"	jz 2f\n"
	"	.p2align 6\n"
	"1:	.rept 64\n	add %r9, %r10\n	.endr\n"
	"	dec %rcx\n"
	"	jnz 1b\n"
	"2:	lfence\n	rdtsc\n	lfence\n"
	"	shl $32, %rdx\n	or %rdx, %rax\n	sub %r8, %rax\n"
	"	ret\n");

void timed_open(const struct sequence_setting *given)
{
	setting = given;
	packet.ended = false;
}

void timed_take(const uint64_t general[16])
{
	unsigned int i;

	packet.ended = false;
	for (i = 0; i < 16; i++)
		packet.general[i] = general[i];
}

void timed_end(uint64_t result)
{
	packet.result = result;
	packet.ended = true;
}

/* ---- what a run may not do ---- */

static timer_t timer;

static int open_timer(void)
{
	static bool made;
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGTRAP };

	event._sigev_un._tid = syscall(SYS_gettid);
	/* Not the library's, which might start a thread. */
	if (!made && syscall(SYS_timer_create, CLOCK_THREAD_CPUTIME_ID, &event, &timer) < 0)
		return -1;
	made = true;
	return 0;
}

static void set_timer(uint64_t nanoseconds)
{
	struct itimerspec time = { .it_value = { nanoseconds / 1000000000, nanoseconds % 1000000000 } };

	syscall(SYS_timer_settime, timer, 0, &time, NULL);
}

/* System calls and runs without an end are signals; -1 if the kernel cannot make them so. */
static int guard(uint64_t nanoseconds)
{
	selector = SYSCALL_DISPATCH_FILTER_ALLOW;
	if (open_timer() < 0 || syscall(SYS_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &selector) < 0)
		return -1;
	set_timer(nanoseconds);
	return 0;
}

static void unguard(void)
{
	set_timer(0);
	syscall(SYS_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_OFF, 0, 0, 0);
}

static void stop_as(enum wire_timed kind, uint64_t detail)
{
	answer.head.kind = kind;
	answer.head.detail = detail;
}

bool timed_interrupted(const siginfo_t *info, greg_t *registers)
{
	bool late = info->si_code == SI_TIMER;

	selector = SYSCALL_DISPATCH_FILTER_ALLOW;	/* for the way back from the handler is one */
	if (late)
		stop_as(WIRE_TIMED_ENDLESS, 0);
	if (!timed_frame.host_stack)
		return late;
	if (info->si_signo == SIGSYS)
		stop_as(WIRE_TIMED_SYSTEM_CALL, info->si_syscall);
	else if (!late)
		stop_as(WIRE_TIMED_FAULT, info->si_signo);
	registers[REG_RIP] = (greg_t)timed_escape;
	registers[REG_EFL] = 0x202;
	return true;
}

/* ---- runs ---- */

static void flush_lines(void)
{
	const uint64_t *lines = lines_touched();
	uint64_t i;

	for (i = 0; i < lines_count(); i++)
		__asm__ volatile("clflush (%0)" : : "r"(lines[i]) : "memory");
	__asm__ volatile("mfence" : : : "memory");
}

static void delay(unsigned int steps)
{
	while (steps-- > 0)
		__asm__ volatile("add $1, %%eax" : : : "eax", "cc");
}

static uint64_t ticks(void)
{
	return (timed_frame.end_high << 32 | timed_frame.end_low) - (timed_frame.start_high << 32 | timed_frame.start_low);
}

static void call(enum run_kind kind)
{
	unsigned int i;

	for (i = 0; i < 16; i++)
		timed_frame.general[i] = packet.general[i];
	timed_frame.flags = setting->registers.flags;
	timed_frame.function = setting->entry;
	selector = SYSCALL_DISPATCH_FILTER_BLOCK;
	vectors_load(setting->extended, setting->vectors);
	if (kind == RUN_EMPTY)
		timed_nothing();
	else
		timed_call();
	selector = SYSCALL_DISPATCH_FILTER_ALLOW;
}

/* The number is that of the run. */
static struct wire_time run(enum run_kind kind, unsigned int number)
{
	volatile uint64_t *return_address = (uint64_t *)packet.general[4];
	struct wire_time time = { 0, 0 };
	uint64_t original;

	changes_back();
	original = *return_address;
	if (kind == RUN_COLD)
		flush_lines();
	delay(number % DELAYS);
	call(kind);
	*return_address = original;
	time.chain = timed_chain(kind == RUN_EMPTY ? 0 : CHAIN_ROUNDS);
	if (kind == RUN_EMPTY || (timed_frame.result == packet.result && changes_repeated(packet.general[4])))
		time.run = ticks();
	return time;
}

static void run_all(unsigned int runs)
{
	unsigned int kind, i;

	for (kind = 0; kind < RUN_KINDS; kind++) {
		for (i = 0; i < WARMING && kind != RUN_COLD && answer.head.kind == WIRE_TIMED_DONE; i++)
			run(kind, i);
		for (i = 0; i < runs && answer.head.kind == WIRE_TIMED_DONE; i++)
			answer.times[kind][i] = run(kind, i);
	}
}

static void send_answer(uint64_t runs)
{
	static uint64_t words[sizeof(answer) / 8];
	const uint64_t *head = (const uint64_t *)&answer.head;
	uint64_t *word = words;
	uint64_t kind, i;

	if (answer.head.kind != WIRE_TIMED_DONE)
		runs = answer.head.runs = 0;
	for (i = 0; i < sizeof(answer.head) / 8; i++)
		*word++ = head[i];
	for (kind = 0; kind < RUN_KINDS; kind++) {
		for (i = 0; i < runs; i++) {
			*word++ = answer.times[kind][i].run;
			*word++ = answer.times[kind][i].chain;
		}
	}
	setting->send(WIRE_TIMES, words, (word - words) * 8);
}

void timed_run(const uint64_t *words)
{
	uint64_t runs = words[0] < MOST_RUNS ? words[0] : MOST_RUNS;

	answer.head = (struct wire_times){ .kind = WIRE_TIMED_DONE, .runs = runs, .chain = CHAIN_ADDS };
	if (!packet.ended || !changes_known()) {
		stop_as(WIRE_TIMED_NOTHING, 0);
	} else if (guard(words[1]) < 0) {
		stop_as(WIRE_TIMED_UNGUARDED, 0);
	} else {
		changes_end();
		run_all(runs);
		changes_forth();
		unguard();
	}
	send_answer(runs);
}
