// A system call on one branch.
// paths: 2
// complete: no
// stops: SYSTEM_CALL
#include "program.h"

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	if (packet[0] == 7) {
		long result;

		__asm__ volatile("syscall" : "=a"(result) : "a"(39) : "rcx", "r11", "memory");
		return result;
	}
	return packet[1];
}
