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
 *
 * Environment: BOLT_AGENT_SOCKET is the path of the socket to connect to,
 * BOLT_AGENT_ENTRY the link-time address of the entry in hexadecimal. Without
 * them the agent does nothing.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <ucontext.h>
#include <unistd.h>

#include <asm/prctl.h>

#include "access.h"
#include "saved.h"
#include "sequence.h"
#include "step.h"
#include "undo.h"
#include "wire.h"

#define OBJECTS_ADDRESS 0x6f0000000000
#define OBJECTS_SIZE (1 << 24)

#define TRAP_FLAG 0x100
#define BREAKPOINT 0xcc
#define FAR_DESCRIPTOR 900	/* out of the way of the target's own */

/* The frame of a signal: FXSAVE area, XSAVE header, then AVX's upper halves (Intel SDM vol. 1, 13.4). */
#define FRAME_XMM 160
#define FRAME_MAGIC 464
#define FRAME_SIZE 468
#define FRAME_STATE_BITS 512
#define FRAME_YMM_HIGH 576
#define FRAME_MOST 32768

static enum {
	IDLE,			/* the entry was not reached yet */
	SERVING,
	STEPPING,
	RUNNING,		/* a sequence, outside of the handler */
} phase;

static int link_fd = -1;
static pid_t own_pid;
static uint64_t bias;
static uint64_t entry;
static uint8_t entry_byte;
static uint64_t vdso_start, vdso_end;
static uint64_t fs_base, gs_base;
static uint8_t handler_stack[256 << 10] __attribute__((aligned(64)));
static uint8_t sequence_stack[256 << 10] __attribute__((aligned(64)));

/* The target as it was at the entry. */
static gregset_t entry_registers;
static uint8_t entry_frame[FRAME_MOST] __attribute__((aligned(64)));
static uint32_t entry_frame_size;

/* The request that is being executed, in its own buffer. */
static struct {
	uint64_t *words;
	uint64_t capacity;	/* bytes */
	uint64_t stop;
	uint64_t stepping;
	uint64_t most_steps;
	uint64_t return_address;
	uint64_t return_stack;
	const uint64_t *stamps;
	uint64_t stamps_left;
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

/* Initial-exec, so that reading it calls nothing. */
static __thread bool is_stopped_thread __attribute__((tls_model("initial-exec")));

static uint64_t steps;
static bool inside_vdso;

static const int register_names[16] = {
	REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
	REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

/* ---- the socket ---- */

static void __attribute__((noreturn)) leave(void)
{
	syscall(SYS_exit_group, 0);
	__builtin_unreachable();
}

static void send_all(const void *from, uint64_t length)
{
	const uint8_t *at = from;

	while (length > 0) {
		ssize_t sent = send(link_fd, at, length, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			leave();
		at += sent;
		length -= sent;
	}
}

static void receive_all(void *to, uint64_t length)
{
	uint8_t *at = to;

	while (length > 0) {
		ssize_t received = recv(link_fd, at, length, 0);

		if (received < 0 && errno == EINTR)
			continue;
		if (received <= 0)
			leave();
		at += received;
		length -= received;
	}
}

static void send_block(enum wire_kind kind, const void *from, uint32_t length)
{
	struct wire_block block = { kind, length };

	send_all(&block, sizeof(block));
	send_all(from, length);
}

static uint64_t trace_words[8192];
static unsigned int trace_used;

static void flush_trace(void)
{
	if (trace_used > 0)
		send_block(WIRE_STEPS, trace_words, trace_used * sizeof(trace_words[0]));
	trace_used = 0;
}

static void trace(const uint64_t *words, unsigned int count)
{
	if (trace_used + count > sizeof(trace_words) / sizeof(trace_words[0]))
		flush_trace();
	memcpy(&trace_words[trace_used], words, count * sizeof(words[0]));
	trace_used += count;
}

/* ---- registers ---- */

static void copy_registers(struct wire_registers *to, const gregset_t from)
{
	int i;

	for (i = 0; i < 16; i++)
		to->general[i] = from[register_names[i]];
	to->rip = from[REG_RIP];
	to->flags = from[REG_EFL] & ~(uint64_t)TRAP_FLAG;
}

static uint32_t frame_word(const uint8_t *frame, unsigned int offset)
{
	uint32_t word;

	memcpy(&word, frame + offset, sizeof(word));
	return word;
}

static void copy_vectors(uint8_t to[16][32], const uint8_t *frame)
{
	bool extended = frame_word(frame, FRAME_MAGIC) == FP_XSTATE_MAGIC1;
	uint32_t states = extended ? frame_word(frame, FRAME_STATE_BITS) : 2;
	int i;

	/* A component whose bit is clear is in its initial state: zero, whatever the frame holds. */
	memset(to, 0, 16 * 32);
	for (i = 0; i < 16; i++) {
		if (states & 2)
			memcpy(to[i], frame + FRAME_XMM + 16 * i, 16);
		if (states & 4)
			memcpy(to[i] + 16, frame + FRAME_YMM_HIGH + 16 * i, 16);
	}
}

static void save_entry(ucontext_t *context)
{
	const uint8_t *frame = (const uint8_t *)context->uc_mcontext.fpregs;
	bool extended = frame_word(frame, FRAME_MAGIC) == FP_XSTATE_MAGIC1;

	entry_frame_size = extended ? frame_word(frame, FRAME_SIZE) : 512;
	if (entry_frame_size > FRAME_MOST)
		entry_frame_size = FRAME_MOST;
	memcpy(entry_frame, frame, entry_frame_size);
	memcpy(entry_registers, context->uc_mcontext.gregs, sizeof(gregset_t));
}

static void restore_entry(ucontext_t *context)
{
	memcpy(context->uc_mcontext.fpregs, entry_frame, entry_frame_size);
	memcpy(context->uc_mcontext.gregs, entry_registers, sizeof(gregset_t));
}

/* ---- decoded instructions ---- */

#define CACHE_SLOTS 65536

static struct insn *cache;

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

/* ---- replays ---- */

static void send_read(uint64_t address, uint64_t length)
{
	static uint8_t chunk[WIRE_READ_MOST];

	while (length > 0) {
		uint64_t asked = length < sizeof(chunk) ? length : sizeof(chunk);
		uint64_t size = memory_read(chunk, address, asked);

		send_block(WIRE_READ, chunk, size);
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

	flush_trace();
	send_reads();
	copy_registers(&end.registers, context->uc_mcontext.gregs);
	undo_all();
	restore_entry(context);
	phase = SERVING;
	send_block(WIRE_END, &end, sizeof(end));
}

static bool at_stop(const greg_t *registers)
{
	if (request.stop == WIRE_RETURN)
		return (uint64_t)registers[REG_RIP] == request.return_address &&
		       (uint64_t)registers[REG_RSP] == request.return_stack;
	return steps > 0 && (uint64_t)registers[REG_RIP] == entry;
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
			address = operand_address(operand, registers, fs_base, gs_base);
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
	pending.words[0] = (pending.address & WIRE_ADDRESS_MASK) | (uint64_t)count << WIRE_COUNT_SHIFT;
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
	copy_registers(&registers, target);
	if (prepare(insn, &registers) == UNDO_FULL)
		return finish(context, WIRE_UNDO_FULL, target[REG_RIP], 0);
	if (again)
		pending.words[0] |= WIRE_AGAIN;
	phase = STEPPING;
	release(target);
}

static void note_step(void)
{
	bool inside = pending.address >= vdso_start && pending.address < vdso_end;
	uint64_t entered = (pending.address & WIRE_ADDRESS_MASK) | WIRE_VDSO;

	if (inside && !inside_vdso)
		trace(&entered, 1);
	inside_vdso = inside;
	if (!inside)
		trace(pending.words, pending.used);
}

static void override_timestamp(greg_t *target)
{
	uint64_t stamp;

	if (inside_vdso || request.stamps_left == 0)
		return;
	stamp = *request.stamps++;
	request.stamps_left--;
	target[REG_RAX] = stamp & 0xffffffffULL;
	target[REG_RDX] = stamp >> 32;
}

/* An instruction was executed. */
static void stepped(ucontext_t *context)
{
	greg_t *target = context->uc_mcontext.gregs;
	const struct insn *insn = pending.insn;
	struct wire_registers registers;
	bool again;

	steps++;
	note_step();
	if (!insn || pending.unsaved)
		return finish(context, WIRE_UNSUPPORTED, pending.address, 0);
	if (insn->kind == INSN_TIMESTAMP)
		override_timestamp(target);
	if (insn->kind == INSN_PUSH_FLAGS)
		*(uint16_t *)target[REG_RSP] &= ~TRAP_FLAG;
	if (insn->kind == INSN_STRING && pending.count > 1) {
		copy_registers(&registers, target);
		/* More iterations than one would have stored more than was saved. */
		if (insn_count(insn, &registers) != pending.count - 1)
			return finish(context, WIRE_UNSUPPORTED, pending.address, 0);
	}
	again = insn->kind == INSN_STRING && (uint64_t)target[REG_RIP] == pending.address;
	proceed(context, again);
}

static void faulted(ucontext_t *context, int signal_number)
{
	undo_drop(pending.mark);	/* it did not store */
	finish(context, WIRE_FAULT, context->uc_mcontext.gregs[REG_RIP], signal_number);
}

/* ---- requests ---- */

static void receive_request(void)
{
	uint64_t length;

	receive_all(&length, sizeof(length));
	if (length > request.capacity) {
		if (request.words)
			munmap(request.words, request.capacity);
		request.words = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (request.words == MAP_FAILED)
			leave();
		request.capacity = length;
	}
	receive_all(request.words, length);
}

static bool write_memory(uint64_t address, const void *bytes, uint64_t length)
{
	struct iovec local = { (void *)bytes, length };
	struct iovec remote = { (void *)address, length };

	if (length == 0)
		return true;
	if (undo_save(address, length) != UNDO_SAVED)
		return false;
	return process_vm_writev(own_pid, &local, 1, &remote, 1, 0) == (ssize_t)length;
}

static void start_replay(ucontext_t *context)
{
	greg_t *target = context->uc_mcontext.gregs;
	const uint64_t *word = request.words + 1;
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
	request.stamps_left = *word++;
	request.stamps = word;
	word += request.stamps_left;
	for (writes = *word++; writes > 0; writes--) {
		uint64_t address = word[0], length = word[1], mark = undo_mark();

		if (!failed && !write_memory(address, word + 2, length)) {
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

/* ---- sequences ---- */

static struct sequence_setting setting;

static void prepare_sequences(void)
{
	bool extended = frame_word(entry_frame, FRAME_MAGIC) == FP_XSTATE_MAGIC1;

	copy_registers(&setting.registers, entry_registers);
	setting.vectors = entry_frame;
	setting.extended = extended;
	setting.entry = entry;
	setting.vdso_start = vdso_start;
	setting.vdso_end = vdso_end;
	setting.send = send_block;
}

static void set_tables(void)
{
	uint64_t done;

	prepare_sequences();
	done = saved_take() == 0 && sequence_tables(&setting, request.words + 1) == 0;
	send_block(WIRE_READY, &done, sizeof(done));
}

static void reset(void)
{
	uint64_t done = 1;

	saved_restore();
	send_block(WIRE_READY, &done, sizeof(done));
}

extern const char sequence_end[] __attribute__((visibility("hidden")));

/* Ends in a breakpoint, which brings the handler back. */
static void __attribute__((noinline, noclone, noreturn)) run_sequence(void)
{
	sequence_run(request.words + 1);
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
	phase = RUNNING;
}

static void end_sequence(ucontext_t *context, int number)
{
	uint64_t address = context->uc_mcontext.gregs[REG_RIP];

	syscall(SYS_arch_prctl, ARCH_SET_GS, gs_base);
	/* A signal in the agent itself would be its own mistake. */
	if (address - 1 != (uint64_t)sequence_end && !sequence_faulted(address, number))
		leave();
	restore_entry(context);
	phase = SERVING;
}

/* Returns when there is something to execute. */
static void serve(ucontext_t *context)
{
	while (phase == SERVING) {
		receive_request();
		switch (request.words[0]) {
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
			start_replay(context);
		}
	}
}

/* ---- the entry ---- */

/*
 * Another thread of the target has run into a breakpoint that is not for it:
 * it tries again until the breakpoint is gone. Anything else is its own end.
 */
static void on_other_thread(int number, greg_t *target)
{
	if (number == SIGTRAP)
		target[REG_RIP]--;
	else
		syscall(SYS_kill, own_pid, SIGKILL);
}

static void on_signal(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;
	greg_t *target = context->uc_mcontext.gregs;
	bool hit;

	if (!is_stopped_thread)
		return on_other_thread(number, target);
	if (phase == RUNNING) {
		end_sequence(context, number);
		return serve(context);
	}
	hit = step_disarm(target[REG_RIP]);
	if (phase == STEPPING && number == SIGTRAP && info->si_code == SI_KERNEL && hit) {
		target[REG_RIP]--;
		stepped(context);
	} else if (phase == STEPPING && number == SIGTRAP && info->si_code == TRAP_TRACE)
		stepped(context);
	else if (phase == STEPPING && info->si_code > 0)
		faulted(context, number);
	serve(context);
}

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

static int poke_code(uint64_t address, uint8_t byte)
{
	/* The kernel writes through the protection, so the mappings stay as they are. */
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	ssize_t written = fd < 0 ? -1 : pwrite(fd, &byte, 1, address);

	if (fd >= 0)
		close(fd);
	return written == 1 ? 0 : -1;
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
	hello.bias = bias;
	hello.fs_base = fs_base;
	hello.gs_base = gs_base;
	copy_registers(&hello.registers, context->uc_mcontext.gregs);
	copy_vectors(hello.vectors, entry_frame);
	send_all(&hello, sizeof(hello));
	if (hello.start != WIRE_ARMED)
		leave();
}

static void on_breakpoint(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;
	greg_t *target = context->uc_mcontext.gregs;

	(void)number;
	if (info->si_code <= 0 || (uint64_t)target[REG_RIP] != entry + 1)
		return;
	poke_code(entry, entry_byte);
	target[REG_RIP] = entry;
	/* A forked child goes on as if nothing had been there; another thread, too, once we are serving. */
	if (getpid() != own_pid || phase != IDLE)
		return;
	phase = SERVING;
	is_stopped_thread = true;
	save_entry(context);
	install_handlers(context);
	syscall(SYS_arch_prctl, ARCH_GET_FS, &fs_base);
	syscall(SYS_arch_prctl, ARCH_GET_GS, &gs_base);
	if (undo_open() < 0)
		leave();
	cache = map_elsewhere(CACHE_SLOTS * sizeof(*cache));
	if (!cache)
		leave();
	send_hello(context);
	step_open();
	serve(context);
}

/* ---- the start ---- */

static void find_vdso(void)
{
	const uint8_t *start = (const uint8_t *)getauxval(AT_SYSINFO_EHDR);
	const Elf64_Ehdr *header = (const Elf64_Ehdr *)start;
	const Elf64_Phdr *segment = (const Elf64_Phdr *)(start + (start ? header->e_phoff : 0));
	int i;

	for (i = 0; start && i < header->e_phnum; i++) {
		if (segment[i].p_type != PT_LOAD)
			continue;
		vdso_start = (uint64_t)start;
		vdso_end = vdso_start + ((segment[i].p_memsz + 4095) & ~4095ULL);
	}
}

static int first_object(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	*(uint64_t *)data = info->dlpi_addr;
	return 1;
}

/* Addresses are to be the same in every run: starts the program over if they were randomised. */
static void fix_addresses(char **argv, char **envp)
{
	static char path[PATH_MAX];
	int persona = personality(0xffffffff);
	ssize_t length;

	if (persona < 0 || (persona & ADDR_NO_RANDOMIZE))
		return;
	if (personality(persona | ADDR_NO_RANDOMIZE) < 0)
		return;
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (length > 0)
		execve(path, argv, envp);
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, high;

	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -1;
	high = fcntl(fd, F_DUPFD_CLOEXEC, FAR_DESCRIPTOR);
	if (high < 0)
		return fd;
	close(fd);
	return high;
}

/* Children are not to be stopped, and see the environment as the user set it. */
static void hide(void)
{
	const char *preload = getenv("LD_PRELOAD");
	const char *rest = preload ? strchr(preload, ':') : NULL;

	if (rest)
		setenv("LD_PRELOAD", rest + 1, 1);
	else
		unsetenv("LD_PRELOAD");
	unsetenv("BOLT_AGENT_SOCKET");
	unsetenv("BOLT_AGENT_ENTRY");
}

static void plant(void)
{
	struct sigaction action = { .sa_sigaction = on_breakpoint, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	stack_t stack = { .ss_sp = handler_stack, .ss_size = sizeof(handler_stack) };
	uint64_t start = WIRE_ARMED;

	sigfillset(&action.sa_mask);
	sigaltstack(&stack, NULL);
	sigaction(SIGTRAP, &action, NULL);
	if (memory_read(&entry_byte, entry, 1) != 1 || poke_code(entry, BREAKPOINT) < 0)
		start = WIRE_NO_CODE;
	send_all(&start, sizeof(start));
	if (start != WIRE_ARMED)
		leave();
}

/*
 * Room for objects that pointers in abstract state lead to; the exploration counts on its address. Without it a
 * replay that needs it is refused when it writes there.
 */
static void map_objects(void)
{
	mmap((void *)OBJECTS_ADDRESS, OBJECTS_SIZE, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
}

static void __attribute__((constructor)) load(int argc, char **argv, char **envp)
{
	const char *path = getenv("BOLT_AGENT_SOCKET");
	const char *address = getenv("BOLT_AGENT_ENTRY");

	(void)argc;
	if (!path || !address)
		return;
	fix_addresses(argv, envp);
	/* Whoever started us must not be outlived; nor is the terminal's Ctrl-C for the target. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	link_fd = connect_to(path);
	if (link_fd < 0)
		leave();
	own_pid = getpid();
	dl_iterate_phdr(first_object, &bias);
	entry = bias + strtoull(address, NULL, 16);
	find_vdso();
	map_objects();
	hide();
	plant();
}
