/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "undo.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#define LOG_SIZE (256ULL << 20)
#define LOG_KEPT (1ULL << 20)	/* pages above this are given back after a replay */

static uint8_t *log_start;
static uint64_t log_used;

/*
 * Asks the kernel to copy, for the address comes from the target and may have
 * no memory: a plain copy would fault in the middle of the handler.
 */
uint64_t memory_read(void *to, uint64_t address, uint64_t length)
{
	struct iovec local = { to, length };
	struct iovec remote = { (void *)address, length };
	ssize_t copied = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);

	return copied < 0 ? 0 : copied;
}

void *map_elsewhere(uint64_t size)
{
	static uint64_t next = 0x610000000000;
	void *at = mmap((void *)next, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	next += (size + 0xffff) & ~0xffffULL;
	return at == MAP_FAILED ? NULL : at;
}

int undo_open(void)
{
	log_start = map_elsewhere(LOG_SIZE);
	return log_start ? 0 : -1;
}

enum undo_result undo_save(uint64_t address, uint64_t length)
{
	uint64_t padded = (length + 7) & ~7ULL;
	uint64_t trailer[2] = { address, length };

	if (length > LOG_SIZE || log_used + padded + sizeof(trailer) > LOG_SIZE)
		return UNDO_FULL;
	if (memory_read(log_start + log_used, address, length) != length)
		return UNDO_UNREADABLE;
	memcpy(log_start + log_used + padded, trailer, sizeof(trailer));
	log_used += padded + sizeof(trailer);
	return UNDO_SAVED;
}

uint64_t undo_mark(void)
{
	return log_used;
}

void undo_drop(uint64_t mark)
{
	log_used = mark;
}

void undo_all(void)
{
	uint64_t highest = log_used;

	while (log_used > 0) {
		uint64_t trailer[2];

		log_used -= sizeof(trailer);
		memcpy(trailer, log_start + log_used, sizeof(trailer));
		log_used -= (trailer[1] + 7) & ~7ULL;
		memcpy((void *)trailer[0], log_start + log_used, trailer[1]);
	}
	if (highest > LOG_KEPT)
		madvise(log_start + LOG_KEPT, LOG_SIZE - LOG_KEPT, MADV_DONTNEED);
}
