// SPDX-License-Identifier: Apache-2.0
/*
 * Lets the CPU say what an instruction does. Reads requests from the standard
 * input and writes the states that result to the standard output, until the
 * input ends:
 *
 *	uint32_t length;	of the instruction, at most 15 bytes
 *	uint8_t code[16];
 *	uint32_t count;		of the states that follow
 *	struct state states[];
 *
 * The instruction lies at CODE; one that jumps may go to CODE + TAKEN. Its
 * memory operands must lie in the window, which is the base of GS plus
 * WINDOW - WINDOW_PAGE. Everything is at fixed addresses below 2 GB, so that
 * code can reach it without a register.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WINDOW_PAGE 0x10000000ul
#define WINDOW 0x10000800ul
#define WINDOW_SIZE 256
#define STATE 0x11000000ul
#define CODE 0x12000000ul
#define TAKEN 64
#define PAGE 4096
#define TRIES 3		/* more, of what raised a signal */

enum { OUTCOME_TAKEN = 1, OUTCOME_SIGNAL = 0x100 };

struct state {
	uint64_t general[16];
	uint64_t flags;
	uint64_t outcome;	/* 0 went on, 1 went to TAKEN, 0x100 + signal */
	uint8_t vector[32][64];	/* without AVX-512 the first sixteen, their low halves */
	uint64_t mask[8];	/* with AVX-512 */
	uint8_t window[WINDOW_SIZE];
};

/* What the code below finds at STATE; the offsets stand there too. */
struct place {
	struct state state;
	uint64_t host_stack;	/* at 2512 */
	uint64_t code;		/* at 2520 */
	uint64_t exit;		/* at 2528 */
};

_Static_assert(sizeof(struct state) == 2512, "the assembler code knows the offsets");

static struct place *place = (struct place *)STATE;
static sigjmp_buf recovery;

void oracle_enter(void);
extern char oracle_exit[];
void oracle_enter_wide(void);
extern char oracle_exit_wide[];

/* What both ways in and out share; the vectors are loaded before and stored after. */
#define SAVE \
	"	.irp r, rbx, rbp, r12, r13, r14, r15\n" \
	"	push \\r\n" \
	"	.endr\n" \
	"	mov ds:[0x11000000 + 2512], rsp\n"
#define ENTER \
	"	push qword ptr ds:[0x11000000 + 128]\n" \
	"	popfq\n" \
	"	mov rax, ds:[0x11000000]\n" \
	"	mov rcx, ds:[0x11000000 + 8]\n" \
	"	mov rdx, ds:[0x11000000 + 16]\n" \
	"	mov rbx, ds:[0x11000000 + 24]\n" \
	"	mov rsp, ds:[0x11000000 + 32]\n" \
	"	mov rbp, ds:[0x11000000 + 40]\n" \
	"	mov rsi, ds:[0x11000000 + 48]\n" \
	"	mov rdi, ds:[0x11000000 + 56]\n" \
	"	.irp n, 8, 9, 10, 11, 12, 13, 14, 15\n" \
	"	mov r\\n, ds:[0x11000000 + 8 * \\n]\n" \
	"	.endr\n" \
	"	jmp qword ptr ds:[0x11000000 + 2520]\n"
#define LEAVE \
	"	mov ds:[0x11000000], rax\n" \
	"	mov ds:[0x11000000 + 8], rcx\n" \
	"	mov ds:[0x11000000 + 16], rdx\n" \
	"	mov ds:[0x11000000 + 24], rbx\n" \
	"	mov ds:[0x11000000 + 32], rsp\n" \
	"	mov ds:[0x11000000 + 40], rbp\n" \
	"	mov ds:[0x11000000 + 48], rsi\n" \
	"	mov ds:[0x11000000 + 56], rdi\n" \
	"	.irp n, 8, 9, 10, 11, 12, 13, 14, 15\n" \
	"	mov ds:[0x11000000 + 8 * \\n], r\\n\n" \
	"	.endr\n" \
	"	mov rsp, ds:[0x11000000 + 2512]\n" \
	"	pushfq\n" \
	"	pop qword ptr ds:[0x11000000 + 128]\n" \
	"	cld\n"
#define RESTORE \
	"	vzeroupper\n" \
	"	.irp r, r15, r14, r13, r12, rbp, rbx\n" \
	"	pop \\r\n" \
	"	.endr\n" \
	"	ret\n"
#define MORE "16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31"
#define ALL "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15"

__asm__(
	".intel_syntax noprefix\n"
	"oracle_enter:\n"
	SAVE
	"	.irp n, " ALL "\n"
	"	vmovdqu ymm\\n, ds:[0x11000000 + 144 + 64 * \\n]\n"
	"	.endr\n"
	ENTER
	"oracle_exit:\n"
	LEAVE
	"	.irp n, " ALL "\n"
	"	vmovdqu ds:[0x11000000 + 144 + 64 * \\n], ymm\\n\n"
	"	.endr\n"
	RESTORE
	"oracle_enter_wide:\n"
	SAVE
	"	.irp n, " ALL ", " MORE "\n"
	"	vmovdqu64 zmm\\n, ds:[0x11000000 + 144 + 64 * \\n]\n"
	"	.endr\n"
	"	.irp n, 0, 1, 2, 3, 4, 5, 6, 7\n"
	"	kmovq k\\n, ds:[0x11000000 + 2192 + 8 * \\n]\n"
	"	.endr\n"
	ENTER
	"oracle_exit_wide:\n"
	LEAVE
	"	.irp n, " ALL ", " MORE "\n"
	"	vmovdqu64 ds:[0x11000000 + 144 + 64 * \\n], zmm\\n\n"
	"	.endr\n"
	"	.irp n, 0, 1, 2, 3, 4, 5, 6, 7\n"
	"	kmovq ds:[0x11000000 + 2192 + 8 * \\n], k\\n\n"
	"	.endr\n"
	RESTORE
	".att_syntax\n");

static int is_wide;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void map(uint64_t address, int protection)
{
	void *at = (void *)address;

	if (mmap(at, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != at)
		die("oracle: mmap");
}

static void on_signal(int signal)
{
	siglongjmp(recovery, signal);
}

static void catch_signals(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };
	static char stack[64 * 1024];
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK | SA_NODEFER };

	if (sigaltstack(&alternate, NULL))
		die("oracle: sigaltstack");
	for (unsigned int i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		if (sigaction(signals[i], &action, NULL))
			die("oracle: sigaction");
	}
}

/* jmp [place->exit] */
static uint8_t *put_exit(uint8_t *at)
{
	uint32_t address = STATE + offsetof(struct place, exit);

	memcpy(at, (uint8_t[]){ 0xff, 0x24, 0x25 }, 3);
	memcpy(at + 3, &address, 4);
	return at + 7;
}

static void put_code(const uint8_t *code, uint32_t length)
{
	uint8_t *at = (uint8_t *)CODE;
	uint32_t outcome = STATE + offsetof(struct state, outcome);

	memset(at, 0xcc, 2 * TAKEN);
	memcpy(at, code, length);
	put_exit(at + length);
	at += TAKEN;
	memcpy(at, (uint8_t[]){ 0xc7, 0x04, 0x25 }, 3);	/* mov dword [outcome], 1 */
	memcpy(at + 3, &outcome, 4);
	memcpy(at + 7, (uint8_t[]){ OUTCOME_TAKEN, 0, 0, 0 }, 4);
	put_exit(at + 11);
}

static void run_once(struct state *state)
{
	int signal = sigsetjmp(recovery, 0);

	if (signal) {
		state->outcome = OUTCOME_SIGNAL + (uint64_t)signal;
		return;
	}
	memcpy((void *)WINDOW, state->window, WINDOW_SIZE);
	place->state = *state;
	place->state.outcome = 0;
	if (is_wide)
		oracle_enter_wide();
	else
		oracle_enter();
	*state = place->state;
	memcpy(state->window, (void *)WINDOW, WINDOW_SIZE);
}

/*
 * An instruction that faults in a state faults there each time. Under some
 * hypervisors a fault comes that does not come again: one that leaves the guest
 * in the middle of an instruction, and cannot emulate it, raises an invalid
 * opcode. Seen some times in ten million instructions, with any of them.
 */
static void run(struct state *state)
{
	uint64_t first;

	run_once(state);
	if (state->outcome < OUTCOME_SIGNAL)
		return;
	first = state->outcome;
	for (int i = 0; i < TRIES && state->outcome == first; i++)
		run_once(state);
	if (state->outcome != first)
		fprintf(stderr, "oracle: signal %d did not come again\n", (int)(first - OUTCOME_SIGNAL));
}

static int serve(void)
{
	struct {
		uint32_t length;
		uint8_t code[16];
		uint32_t count;
	} request;
	struct state *states;

	if (fread(&request, sizeof(request), 1, stdin) != 1)
		return 0;
	if (request.length == 0 || request.length > 15) {
		fprintf(stderr, "oracle: an instruction of %u bytes\n", request.length);
		exit(1);
	}
	put_code(request.code, request.length);
	states = calloc(request.count, sizeof(*states));
	if (!states)
		die("oracle: calloc");
	if (fread(states, sizeof(*states), request.count, stdin) != request.count) {
		fprintf(stderr, "oracle: the input ends within a request\n");
		exit(1);
	}
	for (uint32_t i = 0; i < request.count; i++)
		run(&states[i]);
	if (fwrite(states, sizeof(*states), request.count, stdout) != request.count)
		die("oracle: write");
	free(states);
	if (fflush(stdout))
		die("oracle: write");
	return 1;
}

int main(void)
{
	map(WINDOW_PAGE, PROT_READ | PROT_WRITE);
	map(STATE, PROT_READ | PROT_WRITE);
	map(CODE, PROT_READ | PROT_WRITE | PROT_EXEC);
	if (syscall(SYS_arch_prctl, ARCH_SET_GS, WINDOW_PAGE))
		die("oracle: arch_prctl");
	catch_signals();
	place->code = CODE;
	is_wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
		  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
	place->exit = (uint64_t)(is_wide ? oracle_exit_wide : oracle_exit);
	while (serve())
		;
	return 0;
}
