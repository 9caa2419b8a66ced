/* SPDX-License-Identifier: Apache-2.0 */
/* The target's other threads; see agent.h. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

#define MOST_THREADS 4096
#define MOST_ROUNDS 8
#define MOST_WAITS 200		/* of a millisecond */
#define WAITS_UNTIL_AGAIN 10

struct entry64 {		/* of getdents64(2) */
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

static unsigned int parked;
static pid_t told[MOST_THREADS];
static unsigned int told_count;

void __attribute__((noreturn)) threads_park(void)
{
	__atomic_add_fetch(&parked, 1, __ATOMIC_SEQ_CST);
	for (;;)
		syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0);
}

static bool is_told(pid_t thread)
{
	unsigned int i;

	for (i = 0; i < told_count; i++) {
		if (told[i] == thread)
			return true;
	}
	return false;
}

static void tell(pid_t thread)
{
	if (thread <= 0 || thread == agent.owner || told_count == MOST_THREADS || is_told(thread))
		return;
	/* One that has run into the breakpoint by itself is parked already, and never sees it. */
	if (syscall(SYS_tgkill, agent.pid, thread, SIGTRAP) == 0)
		told[told_count++] = thread;
}

/* A signal is lost on a thread that was about to get one of its own; parked threads block it. */
static void tell_again(void)
{
	unsigned int i;

	for (i = 0; i < told_count; i++)
		syscall(SYS_tgkill, agent.pid, told[i], SIGTRAP);
}

static void tell_all(void)
{
	static char buffer[16 << 10] __attribute__((aligned(8)));
	int fd = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long size, at;

	if (fd < 0)
		return;
	while ((size = syscall(SYS_getdents64, fd, buffer, sizeof(buffer))) > 0) {
		for (at = 0; at < size; at += ((struct entry64 *)(buffer + at))->length)
			tell(atoi(((struct entry64 *)(buffer + at))->name));
	}
	close(fd);
}

void threads_stop(void)
{
	const struct timespec millisecond = { 0, 1000000 };
	unsigned int before, round, waits = 0;

	/* A thread may start another one before it is told. */
	for (round = 0, before = 1; round < MOST_ROUNDS && before != told_count; round++) {
		before = told_count;
		tell_all();
		/* One that blocks the signal goes on, but only to what it blocked it for. */
		while (__atomic_load_n(&parked, __ATOMIC_SEQ_CST) < told_count && waits++ < MOST_WAITS) {
			nanosleep(&millisecond, NULL);
			if (waits % WAITS_UNTIL_AGAIN == 0)
				tell_again();
		}
	}
}
