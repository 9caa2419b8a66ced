/*
 * Calls packet functions, of its own and of a library, from several threads.
 * Its first argument says where: main, thread, stack (a thread with a signal
 * stack of its own), both, later (a library that is loaded at run time, whose
 * path is the second argument).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int own_process(uint8_t *packet, uint16_t length);
int poll_once(int queue);
#ifdef WITH_LIBRARY
int plugin_process(const uint8_t *packet, uint16_t length);
#endif

static uint8_t packet[64];
static __thread int mine = 1;
volatile unsigned long ticks;
volatile int result;

__attribute__((noinline, noclone)) int own_process(uint8_t *bytes, uint16_t length)
{
	if (length < 1)
		return mine;
	return bytes[0] == 4 ? 2 : 3;
}

/* A driver's receive function, as it were. */
__attribute__((noinline, noclone)) int poll_once(int queue)
{
	return queue + own_process(packet, 60);
}

static void *loop(void *value)
{
	int queue = 0;

	mine = (int)(intptr_t)value;
	for (;;) {
		result = poll_once(queue);
		queue = (queue + 1) % 3;
	}
	return NULL;
}

static void *loop_on_own_stack(void *value)
{
	stack_t stack = { .ss_sp = malloc(65536), .ss_size = 65536 };

	sigaltstack(&stack, NULL);
	return loop(value);
}

static void *tick(void *unused)
{
	(void)unused;
	for (;;)
		ticks++;
	return NULL;
}

int main(int argc, char **argv)
{
	const char *where = argc > 1 ? argv[1] : "main";
	pthread_t thread;

	pthread_create(&thread, NULL, tick, NULL);
	while (!ticks)
		;	/* it has begun */
	if (!strcmp(where, "thread"))
		pthread_create(&thread, NULL, loop, (void *)7);
	if (!strcmp(where, "stack"))
		pthread_create(&thread, NULL, loop_on_own_stack, (void *)7);
	if (!strcmp(where, "both"))
		pthread_create(&thread, NULL, loop, (void *)7);
	if (!strcmp(where, "later")) {
		void *library = dlopen(argv[2], RTLD_NOW);
		int (*process)(const uint8_t *, uint16_t) = (int (*)(const uint8_t *, uint16_t))dlsym(library, "plugin_process");

		return process(packet, 64);
	}
	if (!strcmp(where, "thread") || !strcmp(where, "stack"))
		for (;;)
			pause();
#ifdef WITH_LIBRARY
	if (!strcmp(where, "library"))
		return plugin_process(packet, 64);
#endif
	loop((void *)1);
	return 0;
}
