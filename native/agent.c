/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The agent: preloaded into a target, it stops the process where an analysis
 * enters it, and executes replays there, instruction by instruction.
 *
 * A breakpoint stands at the entry. The first thread that hits it owns the
 * process from then on, the others are stopped. Its signal handler becomes
 * a server (wire.h) and never lets the target go on: a replay sets registers
 * and memory, returns from the handler with the trap flag set, and is back in
 * the handler after each instruction. At its end all stores are taken back, so
 * every replay starts from the same state, which is also the one that is read
 * from outside as the snapshot.
 *
 * Invariants
 *  - Nothing of the target's stack is used: handlers run on a stack of their own.
 *  - No system call of the target is executed while it is replayed or timed (timed.h).
 *  - Before an instruction stores, what it overwrites is in the undo log.
 *  - The vector state is restored by the kernel at each return from the
 *    handler, so the agent may use vector registers freely.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <asm/prctl.h>

#include "agent.h"
#include "changes.h"
#include "memory.h"
#include "saved.h"
#include "sequence.h"
#include "step.h"
#include "timed.h"

#define BREAKPOINT 0xcc

struct agent agent;

/* The main thread's, and that of another one if it owns the process. */
static uint8_t main_stack[256 << 10] __attribute__((aligned(64)));
static uint8_t owner_stack[256 << 10] __attribute__((aligned(64)));
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
	changes_reset();
	sequence_forget();
	link_send_block(WIRE_READY, &done, sizeof(done));
}

extern const char sequence_end[] __attribute__((visibility("hidden")));

/* Ends in a breakpoint, which brings the handler back. */
static void __attribute__((noinline, noclone, noreturn)) run_sequence(void)
{
	if (request[0] == WIRE_TIME)
		timed_run(request + 1);
	else
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
	if (address - 1 != (uint64_t)sequence_end && !sequence_faulted(address, number, context->uc_mcontext.gregs[REG_RCX]))
		link_leave();
	entry_restore(context);
	agent.phase = SERVING;
}

/* ---- faults that do not come again ---- */

#define TRIES 3		/* of one instruction */

/* The last instruction that was illegal since the last request, and how often. */
static struct {
	uint64_t address;
	unsigned int times;
} illegal;

/*
 * An instruction that is illegal is so each time. Some hypervisors that leave the
 * guest in the middle of an instruction which they cannot emulate raise an
 * invalid opcode once: it is let go again.
 */
static bool may_go_again(int number, const siginfo_t *info, uint64_t address)
{
	if (number != SIGILL || info->si_code <= 0)
		return false;
	if (illegal.address != address)
		illegal.times = 0;
	illegal.address = address;
	return illegal.times++ < TRIES;
}

/* ---- serving ---- */

/* Returns when there is something to execute. */
static void serve(ucontext_t *context)
{
	while (agent.phase == SERVING) {
		request = link_receive_request();
		illegal.times = 0;
		switch (request[0]) {
		case WIRE_TABLES:
			set_tables();
			break;
		case WIRE_SEQUENCE:
		case WIRE_TIME:
			start_sequence(context->uc_mcontext.gregs);
			break;
		case WIRE_RESET:
			reset();
			break;
		case WIRE_TELL:
			arrival_tell(request + 1, link_send_block);
			break;
		default:
			replay_start(context, request);
		}
	}
}

/*
 * Another thread of the target is told to stop, or has run into a breakpoint
 * that is not for it. Anything else is its own end.
 */
static void on_other_thread(int number)
{
	if (number == SIGTRAP)
		threads_park();
	syscall(SYS_kill, agent.pid, SIGKILL);
}

static void on_signal(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;
	greg_t *target = context->uc_mcontext.gregs;
	bool hit;

	if (!is_stopped_thread)
		return on_other_thread(number);
	if (agent.phase != SERVING && may_go_again(number, info, target[REG_RIP]))
		return;
	if (agent.phase == RUNNING && timed_interrupted(info, target))
		return;
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

/* ---- breakpoints ---- */

static struct breakpoint {
	uint64_t address;
	uint8_t byte;		/* what it replaces */
} entry_point, loader_point;

/* The breakpoint that this thread is on its way over. */
static __thread const struct breakpoint *passed __attribute__((tls_model("initial-exec")));

static bool plant(struct breakpoint *point, uint64_t address)
{
	point->address = address;
	return memory_read(&point->byte, address, 1) == 1 && memory_poke(address, BREAKPOINT) == 0;
}

static void remove_breakpoint(const struct breakpoint *point)
{
	memory_poke(point->address, point->byte);
}

/* Lets this thread go over a breakpoint, which is back behind the instruction. */
static void pass(const struct breakpoint *point, greg_t *target)
{
	remove_breakpoint(point);
	passed = point;
	target[REG_EFL] |= TRAP_FLAG;
}

static void on_passed(greg_t *target)
{
	memory_poke(passed->address, BREAKPOINT);
	passed = NULL;
	target[REG_EFL] &= ~(greg_t)TRAP_FLAG;
}

/* ---- arriving ---- */

/* Which signals a replay may meet: those that its own instructions raise. */
static const int own_signals[] = { SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS };
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

static bool is_on(const uint8_t *stack, uint64_t size)
{
	const uint8_t *here = __builtin_frame_address(0);

	return here >= stack && here < stack + size;
}

/* Whether this thread is the first to arrive. */
static bool owns_process(void)
{
	pid_t thread = syscall(SYS_gettid), nobody = 0;

	return __atomic_compare_exchange_n(&agent.owner, &nobody, thread, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ||
	       nobody == thread;
}

extern const char moved[] __attribute__((visibility("hidden")));

/* Outside of the handler, for one that runs on the stack for handlers cannot change it. Ends in a breakpoint. */
static void __attribute__((noinline, noclone, noreturn)) change_stack(void)
{
	stack_t stack = { .ss_sp = owner_stack, .ss_size = sizeof(owner_stack) };

	syscall(SYS_sigaltstack, &stack, NULL);
	__asm__ volatile(".globl moved\n"
			 ".hidden moved\n"
			 "moved: int3");
	__builtin_unreachable();
}

static void start_change_of_stack(ucontext_t *context)
{
	greg_t *target = context->uc_mcontext.gregs;

	entry_save(context);
	target[REG_RIP] = (greg_t)change_stack;
	target[REG_RSP] = (greg_t)(sequence_stack + sizeof(sequence_stack) - 8);
	target[REG_EFL] = 0x202;
}

static void send_hello(const ucontext_t *context, enum wire_start start)
{
	static struct wire_hello hello;
	const struct device_part *parts;

	hello.start = start;
	hello.bias = agent.bias;
	hello.fs_base = agent.fs_base;
	hello.gs_base = agent.gs_base;
	hello.float_control = entry_float_control();
	registers_copy(&hello.registers, context->uc_mcontext.gregs);
	entry_vectors(hello.vectors);
	entry_masks(hello.masks);
	hello.parts = start == WIRE_ARMED ? arrival_offer(context->uc_mcontext.gregs[REG_RDI], &parts) : 0;
	link_send(&hello, sizeof(hello));
	if (start != WIRE_ARMED)
		link_leave();
	link_send(parts, hello.parts * sizeof(*parts));
}

/* The owner is at the entry, and on a stack of ours. */
static void arrive(ucontext_t *context)
{
	agent.phase = SERVING;
	is_stopped_thread = true;
	threads_stop();
	remove_breakpoint(&entry_point);
	entry_save(context);
	install_handlers(context);
	syscall(SYS_arch_prctl, ARCH_GET_FS, &agent.fs_base);
	syscall(SYS_arch_prctl, ARCH_GET_GS, &agent.gs_base);
	if (replay_open() < 0)
		link_leave();
	send_hello(context, WIRE_ARMED);
	step_open();
	serve(context);
}

/* Packets come with every arrival that counts. */
static bool is_awaited(uint64_t first_argument)
{
	if (!place_is_wanted(first_argument))
		return false;
	if (place_is_awaited())
		return true;
	arrival_feed(first_argument);
	return false;
}

static void on_entry(ucontext_t *context)
{
	greg_t *target = context->uc_mcontext.gregs;

	target[REG_RIP] = agent.entry;
	/* A forked child goes on as if nothing had been there. */
	if (getpid() != agent.pid)
		return remove_breakpoint(&entry_point);
	if (!agent.owner && !is_awaited(target[REG_RDI]))
		return pass(&entry_point, target);
	if (!owns_process())
		threads_park();
	/* A thread without a stack for its handlers, or with one of its own, gets ours and comes again. */
	if (!is_on(main_stack, sizeof(main_stack)))
		return start_change_of_stack(context);
	arrive(context);
}

/* The loader has mapped one more object. */
static void on_loaded(ucontext_t *context)
{
	greg_t *target = context->uc_mcontext.gregs;

	target[REG_RIP] = loader_point.address;
	if (getpid() != agent.pid)
		return remove_breakpoint(&loader_point);
	if (!place_find(&agent.entry))
		return pass(&loader_point, target);
	remove_breakpoint(&loader_point);
	if (!plant(&entry_point, agent.entry))
		send_hello(context, WIRE_NO_CODE);
}

static void on_breakpoint(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;
	greg_t *target = context->uc_mcontext.gregs;
	uint64_t address = target[REG_RIP] - 1;

	(void)number;
	if (agent.owner && info->si_code <= 0 && getpid() == agent.pid)
		threads_park();
	if (passed && info->si_code == TRAP_TRACE) {
		/* The owner takes the breakpoint away, or has done so. */
		if (agent.owner)
			threads_park();
		return on_passed(target);
	}
	if (info->si_code <= 0)
		return;
	if (address == (uint64_t)moved) {
		entry_restore(context);
		arrive(context);
	} else if (entry_point.address && address == entry_point.address)
		on_entry(context);
	else if (loader_point.address && address == loader_point.address)
		on_loaded(context);
}

void agent_plant(void)
{
	struct sigaction action = { .sa_sigaction = on_breakpoint, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	stack_t stack = { .ss_sp = main_stack, .ss_size = sizeof(main_stack) };
	uint64_t start = WIRE_ARMED;
	bool planted;

	sigfillset(&action.sa_mask);
	sigaltstack(&stack, NULL);
	sigaction(SIGTRAP, &action, NULL);
	if (place_find(&agent.entry))
		planted = plant(&entry_point, agent.entry);
	else
		planted = plant(&loader_point, place_of_loader());
	if (!planted)
		start = WIRE_NO_CODE;
	link_send(&start, sizeof(start));
	if (start != WIRE_ARMED)
		link_leave();
}

static bool watched;

void agent_watch(void)
{
	uint64_t start = WIRE_ARMED;

	watched = true;
	link_send(&start, sizeof(start));
}

/* One that ends at once is there for long enough to be looked at. */
static void __attribute__((destructor)) linger(void)
{
	const struct timespec moment = { 0, 200000000 };

	if (watched && getpid() == agent.pid)
		nanosleep(&moment, NULL);
}
