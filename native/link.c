/* SPDX-License-Identifier: Apache-2.0 */
/* The socket to whoever started the target; see agent.h and wire.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent.h"

#define FAR_DESCRIPTOR 900	/* out of the way of the target's own */

static int link_fd = -1;

static uint64_t trace_words[8192];
static unsigned int trace_used;

static int connected(const char *path)
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

int link_open(const char *path)
{
	link_fd = connected(path);
	return link_fd;
}

void __attribute__((noreturn)) link_leave(void)
{
	syscall(SYS_exit_group, 0);
	__builtin_unreachable();
}

void link_send(const void *from, uint64_t length)
{
	const uint8_t *at = from;

	while (length > 0) {
		ssize_t sent = send(link_fd, at, length, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			link_leave();
		at += sent;
		length -= sent;
	}
}

static void link_receive(void *to, uint64_t length)
{
	uint8_t *at = to;

	while (length > 0) {
		ssize_t received = recv(link_fd, at, length, 0);

		if (received < 0 && errno == EINTR)
			continue;
		if (received <= 0)
			link_leave();
		at += received;
		length -= received;
	}
}

void link_send_block(enum wire_kind kind, const void *from, uint32_t length)
{
	struct wire_block block = { kind, length };

	link_send(&block, sizeof(block));
	link_send(from, length);
}

const uint64_t *link_receive_request(void)
{
	static uint64_t *words;
	static uint64_t capacity;	/* bytes */
	uint64_t length;

	link_receive(&length, sizeof(length));
	if (length > capacity) {
		if (words)
			munmap(words, capacity);
		words = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (words == MAP_FAILED)
			link_leave();
		capacity = length;
	}
	link_receive(words, length);
	return words;
}

void trace_flush(void)
{
	if (trace_used > 0)
		link_send_block(WIRE_STEPS, trace_words, trace_used * sizeof(trace_words[0]));
	trace_used = 0;
}

void trace_add(const uint64_t *words, unsigned int count)
{
	if (trace_used + count > sizeof(trace_words) / sizeof(trace_words[0]))
		trace_flush();
	memcpy(&trace_words[trace_used], words, count * sizeof(words[0]));
	trace_used += count;
}
