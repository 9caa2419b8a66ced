/* A target for tests of the agent: what it does before its entry is its first argument. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Calls probe with the function, its vector registers set. */
long enter_with_vectors(int wide, long (*function)(void));
extern char shared_page[4096];

/* Called by replays only. */
long read_clock(void);
long keep_clock(void *function, struct timespec *to);
long copy_bytes(void *function, void *to, void *from, long size);
long sum(void *function, long limit);
long format(void *function, long number);
long mixed(void);
long natively(void *function, long what);

long read_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_nsec;
}

long keep_clock(void *function, struct timespec *to)
{
	(void)function;
	return clock_gettime(CLOCK_MONOTONIC, to);
}

long copy_bytes(void *function, void *to, void *from, long size)
{
	(void)function;
	memcpy(to, from, size);
	return size;
}

long sum(void *function, long limit)
{
	volatile long total = 0;
	long i;

	(void)function;
	for (i = 0; i < limit; i++)
		total += i;
	return total;
}

/* A walk through much of libc. */
long format(void *function, long number)
{
	static char text[200];

	(void)function;
	return snprintf(text, sizeof(text), "%ld %#lx %12.5f %s", number, number, number / 7.0, "and a string");
}

/* Whether it runs at full speed: block by block, each jump takes long. */
static int is_native(void)
{
	unsigned long start = __builtin_ia32_rdtsc();

	__asm__ volatile(".rept 400\n	jmp 1f\n	1:\n	.endr");
	return __builtin_ia32_rdtsc() - start < 6000;
}

/* Does what it is told to only natively. */
long natively(void *function, long what)
{
	static volatile long calls, strayed;
	long parent;

	(void)function;
	calls++;
	if (!is_native())
		return 0;
	if (what == 1)
		*(volatile int *)0x10 = 1;
	if (what == 2)
		__asm__ volatile("syscall" : "=a"(parent) : "a"(110) : "rcx", "r11", "memory");
	while (what == 3)
		;
	if (what == 4)
		strayed++;
	return what;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/*
 * Some thousand instructions that depend on nothing but themselves. What qsort copies from its buffer on the stack
 * stays within 8 vectors of 16 bytes: beyond, memcpy asks how both addresses lie to each other within their pages.
 */
long mixed(void)
{
	static int numbers[32];
	static char text[300], other[300];
	char *rest;
	int i;

	for (i = 0; i < 32; i++)
		numbers[i] = i * 7919 % 101;
	qsort(numbers, 32, sizeof(numbers[0]), compare);
	for (i = 0; i < 32; i++)
		__builtin_prefetch(&numbers[i]);
	memset(text, 'x', 200);
	memmove(other + 3, text, 250);
	return numbers[3] + strtoul("123456789abcdef zz", &rest, 16) + strlen(other + 3) + strtol("-77", NULL, 10);
}

static void *enter(void *function)
{
	enter_with_vectors(__builtin_cpu_supports("avx") != 0, function ? function : read_clock);
	return NULL;
}

/* Never stops executing what replays step through. */
static void *work(void *unused)
{
	for (;;)
		sum(unused, 100);
	return NULL;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "run";
	pthread_t thread;

	if (!strcmp(what, "exit")) {
		puts("on standard output");
		fputs("first words\n\nno such port: 7\n\n", stderr);
		return 3;
	}
	if (!strcmp(what, "crash")) {
		puts("about to crash");
		fflush(stdout);
		*(volatile int *)0x10 = 1;
	}
	if (!strcmp(what, "abort"))
		abort();
	if (!strcmp(what, "never"))
		for (;;)
			pause();
	if (!strcmp(what, "thread")) {
		pthread_create(&thread, NULL, enter, NULL);
		pthread_join(thread, NULL);
		return 0;
	}
	if (!strcmp(what, "busy"))
		pthread_create(&thread, NULL, work, NULL);
	if (!strcmp(what, "fork")) {
		int status;

		if (fork() == 0) {
			/* A child that goes past the entry is no business of the agent's. */
			enter(NULL);
			return getenv("LD_PRELOAD") || getenv("BOLT_AGENT_SOCKET");
		}
		if (wait(&status) < 0 || status != 0)
			return 4;
	}
	/* As DPDK does with its memory: shared, so that a fork would not isolate a replay. */
	if (mmap(shared_page, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return 1;
	enter(strcmp(what, "mixed") ? NULL : mixed);
	puts("went on");
	return 0;
}
