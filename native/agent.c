/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The agent: preloaded into a target, it stops the process where an analysis
 * enters it, and executes replays there, instruction by instruction.
 *
 * A breakpoint stands at the entry. When it is hit, its signal handler becomes
 * a server (wire.h) and never lets the target go on: a replay sets registers
 * and memory, returns from the handler with the trap flag set, and is back in
 * the handler after each instruction. At its end all stores are taken back, so
 * every replay starts from the same state, which is also the one that is read
 * from outside as the snapshot.
 *
 * Invariants
 *  - Nothing of the target's stack is used: handlers run on a stack of their own.
 *  - No system call of the target is executed while it is replayed.
 *  - Before an instruction stores, what it overwrites is in the undo log.
 *  - The vector state is restored by the kernel at each return from the
 *    handler, so the agent may use vector registers freely.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <asm/prctl.h>

#include "agent.h"
#include "memory.h"
#include "saved.h"
#include "sequence.h"
#include "step.h"

#define BREAKPOINT 0xcc

struct agent agent;

static uint8_t handler_stack[256 << 10] __attribute__((aligned(64)));
static uint8_t sequence_stack[256 << 10] __attribute__((aligned(64)));

/* The request that is being executed. */
static const uint64_t *request;

/* Initial-exec, so that reading it calls nothing. */
static __thread bool is_stopped_thread __attribute__((tls_model("initial-exec")));

/* ---- sequences ---- */

static struct sequence_setting setting;

static void prepare_sequences(void)
{
	entry_registers(&setting.registers);
	setting.vectors = entry_frame(&setting.extended);
	setting.entry = agent.entry;
	setting.vdso_start = agent.vdso_start;
	setting.vdso_end = agent.vdso_end;
	setting.send = link_send_block;
}

static void set_tables(void)
{
	uint64_t done;

	prepare_sequences();
	done = saved_take() == 0 && sequence_tables(&setting, request + 1) == 0;
	link_send_block(WIRE_READY, &done, sizeof(done));
}

static void reset(void)
{
	uint64_t done = 1;

	saved_restore();
	link_send_block(WIRE_READY, &done, sizeof(done));
}

extern const char sequence_end[] __attribute__((visibility("hidden")));

/* Ends in a breakpoint, which brings the handler back. */
static void __attribute__((noinline, noclone, noreturn)) run_sequence(void)
{
	sequence_run(request + 1);
	__asm__ volatile(".globl sequence_end\n"
			 ".hidden sequence_end\n"
			 "sequence_end: int3");
	__builtin_unreachable();
}

/* The handler returns to it instead of to the target. */
static void start_sequence(greg_t *target)
{
	target[REG_RIP] = (greg_t)run_sequence;
	target[REG_RSP] = (greg_t)(sequence_stack + sizeof(sequence_stack) - 8);
	target[REG_EFL] = 0x202;
	agent.phase = RUNNING;
}

static void end_sequence(ucontext_t *context, int number)
{
	uint64_t address = context->uc_mcontext.gregs[REG_RIP];

	syscall(SYS_arch_prctl, ARCH_SET_GS, agent.gs_base);
	/* A signal in the agent itself would be its own mistake. */
	if (address - 1 != (uint64_t)sequence_end && !sequence_faulted(address, number))
		link_leave();
	entry_restore(context);
	agent.phase = SERVING;
}

/* ---- serving ---- */

/* Returns when there is something to execute. */
static void serve(ucontext_t *context)
{
	while (agent.phase == SERVING) {
		request = link_receive_request();
		switch (request[0]) {
		case WIRE_TABLES:
			set_tables();
			break;
		case WIRE_SEQUENCE:
			start_sequence(context->uc_mcontext.gregs);
			break;
		case WIRE_RESET:
			reset();
			break;
		default:
			replay_start(context, request);
		}
	}
}

/*
 * Another thread of the target has run into a breakpoint that is not for it:
 * it tries again until the breakpoint is gone. Anything else is its own end.
 */
static void on_other_thread(int number, greg_t *target)
{
	if (number == SIGTRAP)
		target[REG_RIP]--;
	else
		syscall(SYS_kill, agent.pid, SIGKILL);
}

static void on_signal(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;
	greg_t *target = context->uc_mcontext.gregs;
	bool hit;

	if (!is_stopped_thread)
		return on_other_thread(number, target);
	if (agent.phase == RUNNING) {
		end_sequence(context, number);
		return serve(context);
	}
	hit = step_disarm(target[REG_RIP]);
	if (agent.phase == STEPPING && number == SIGTRAP && info->si_code == SI_KERNEL && hit) {
		target[REG_RIP]--;
		replay_stepped(context);
	} else if (agent.phase == STEPPING && number == SIGTRAP && info->si_code == TRAP_TRACE)
		replay_stepped(context);
	else if (agent.phase == STEPPING && info->si_code > 0)
		replay_faulted(context, number);
	serve(context);
}

/* ---- the breakpoint ---- */

/* Which signals a replay may meet: those that its own instructions raise. */
static const int own_signals[] = { SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE };
#define OWN_SIGNALS (sizeof(own_signals) / sizeof(own_signals[0]))

static void install_handlers(ucontext_t *context)
{
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	unsigned int i;

	sigfillset(&action.sa_mask);
	sigfillset(&context->uc_sigmask);
	for (i = 0; i < OWN_SIGNALS; i++) {
		sigaction(own_signals[i], &action, NULL);
		sigdelset(&context->uc_sigmask, own_signals[i]);
	}
}

static bool on_handler_stack(void)
{
	uint8_t *here = __builtin_frame_address(0);

	return here >= handler_stack && here < handler_stack + sizeof(handler_stack);
}

static void send_hello(const ucontext_t *context)
{
	static struct wire_hello hello;

	hello.start = on_handler_stack() ? WIRE_ARMED : WIRE_OTHER_STACK;
	hello.bias = agent.bias;
	hello.fs_base = agent.fs_base;
	hello.gs_base = agent.gs_base;
	hello.float_control = entry_float_control();
	registers_copy(&hello.registers, context->uc_mcontext.gregs);
	entry_vectors(hello.vectors);
	entry_masks(hello.masks);
	link_send(&hello, sizeof(hello));
	if (hello.start != WIRE_ARMED)
		link_leave();
}

static void on_breakpoint(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;
	greg_t *target = context->uc_mcontext.gregs;

	(void)number;
	if (info->si_code <= 0 || (uint64_t)target[REG_RIP] != agent.entry + 1)
		return;
	memory_poke(agent.entry, agent.entry_byte);
	target[REG_RIP] = agent.entry;
	/* A forked child goes on as if nothing had been there; another thread, too, once we are serving. */
	if (getpid() != agent.pid || agent.phase != IDLE)
		return;
	agent.phase = SERVING;
	is_stopped_thread = true;
	entry_save(context);
	install_handlers(context);
	syscall(SYS_arch_prctl, ARCH_GET_FS, &agent.fs_base);
	syscall(SYS_arch_prctl, ARCH_GET_GS, &agent.gs_base);
	if (replay_open() < 0)
		link_leave();
	send_hello(context);
	step_open();
	serve(context);
}

void agent_plant(void)
{
	struct sigaction action = { .sa_sigaction = on_breakpoint, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	stack_t stack = { .ss_sp = handler_stack, .ss_size = sizeof(handler_stack) };
	uint64_t start = WIRE_ARMED;

	sigfillset(&action.sa_mask);
	sigaltstack(&stack, NULL);
	sigaction(SIGTRAP, &action, NULL);
	if (memory_read(&agent.entry_byte, agent.entry, 1) != 1 || memory_poke(agent.entry, BREAKPOINT) < 0)
		start = WIRE_NO_CODE;
	link_send(&start, sizeof(start));
	if (start != WIRE_ARMED)
		link_leave();
}
