/* SPDX-License-Identifier: Apache-2.0 */
/* What every program of the exploration's tests has: the entry, and a main that calls it once. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdint.h>
#include "bolt.h"

__attribute__((noinline)) int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now);

static uint8_t buffer[2048];

int main(int argc, char **argv)
{
	/* Through a pointer that the compiler cannot see through, so that nothing is made special for this call. */
	int (*volatile entry)(uint16_t, uint8_t *, uint16_t, uint64_t) = nf_process;

	(void)argv;
	return entry(argc, buffer, 64, argc);
}

#endif
