/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's random numbers, for a target: the same in each run. What a
 * program derives from them at its start (DPDK the Ethernet addresses of its
 * virtual devices) is then the same in two snapshots, and so is a contract that
 * speaks of it. They are made by splitmix64, by Steele, Lea and Flood. Nothing
 * secret is safe in a process under analysis.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define EXPORTED __attribute__((visibility("default")))
#define MOST_BYTES_OF_GETENTROPY 256

static uint64_t state;

static void fill(unsigned char *bytes, size_t length)
{
	uint64_t z = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		if (i % sizeof(z) == 0) {
			z = __atomic_add_fetch(&state, 0x9e3779b97f4a7c15, __ATOMIC_RELAXED);
			z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
			z = (z ^ z >> 27) * 0x94d049bb133111eb;
			z ^= z >> 31;
		}
		bytes[i] = (unsigned char)(z >> i % sizeof(z) * 8);
	}
}

EXPORTED ssize_t getrandom(void *buffer, size_t length, unsigned int flags)
{
	(void)flags;
	fill(buffer, length);
	return (ssize_t)length;
}

EXPORTED int getentropy(void *buffer, size_t length)
{
	if (length > MOST_BYTES_OF_GETENTROPY) {
		errno = EIO;
		return -1;
	}
	fill(buffer, length);
	return 0;
}
