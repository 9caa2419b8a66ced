// A lock that is taken and given back by each packet: no packet finds it taken.
#include <stdint.h>

static int lock;
static uint64_t seen[256];

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 34)
		return -1;
	while (__sync_lock_test_and_set(&lock, 1))
		;
	uint64_t count = ++seen[packet[29]];
	__sync_lock_release(&lock);
	return count > 100;
}
