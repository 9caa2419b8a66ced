// Calls through a table of function pointers.
// builds: gcc -O2 | gcc -O0 | gcc -O2 -mindirect-branch=thunk
// paths: 4
#include "program.h"

static __attribute__((noinline)) int add(int a, int b) { return a + b; }
static __attribute__((noinline)) int first(int a, int b) { (void)b; return a; }
static __attribute__((noinline)) int both(int a, int b) { return a * b - 3; }
static __attribute__((noinline)) int none(int a, int b) { (void)a; (void)b; return 4; }
static int (*const table[])(int, int) = { add, first, both, none };

int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now)
{
	return table[packet[0] & 3](packet[1], port) + 1;
}
