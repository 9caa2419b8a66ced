/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "undo.h"

#define OBJECTS_ADDRESS 0x6f0000000000
#define OBJECTS_SIZE (1 << 24)

void *map_elsewhere(uint64_t size)
{
	static uint64_t next = 0x610000000000;
	void *at = mmap((void *)next, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	next += (size + 0xffff) & ~0xffffULL;
	return at == MAP_FAILED ? NULL : at;
}

void map_objects(void)
{
	mmap((void *)OBJECTS_ADDRESS, OBJECTS_SIZE, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
}

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

bool memory_write(uint64_t address, const void *bytes, uint64_t length)
{
	struct iovec local = { (void *)bytes, length };
	struct iovec remote = { (void *)address, length };

	if (length == 0)
		return true;
	if (undo_save(address, length) != UNDO_SAVED)
		return false;
	return process_vm_writev(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)length;
}

int memory_poke(uint64_t address, uint8_t byte)
{
	/* The kernel writes through the protection, so the mappings stay as they are. */
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	ssize_t written = fd < 0 ? -1 : pwrite(fd, &byte, 1, address);

	if (fd >= 0)
		close(fd);
	return written == 1 ? 0 : -1;
}
