/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "undo.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory.h"

#define LOG_SIZE (256ULL << 20)
#define LOG_KEPT (1ULL << 20)	/* pages above this are given back after a replay */

static uint8_t *log_start;
static uint64_t log_used;

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
