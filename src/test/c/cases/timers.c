// Timers in slots of a wheel: lists by numbers of 8 bits, of which all ones say that there is none.
#include <stdint.h>

#define SLOTS 8
#define TIMERS 32

static int8_t slots[SLOTS];
static struct {
	int8_t next;
	uint8_t armed;
	uint16_t fired;
} timers[TIMERS];

void setup(void)
{
	for (int i = 0; i < SLOTS; i++)
		slots[i] = -1;
	for (int i = 0; i < TIMERS; i++)
		timers[i].next = -1;
}

int nf(uint8_t *packet, uint16_t length)
{
	if (length < 6)
		return 0;
	int fired = 0;
	int8_t now = slots[packet[0] % SLOTS];
	slots[packet[0] % SLOTS] = -1;
	while (now >= 0) {
		int8_t next = timers[now].next;
		timers[now].armed = 0;
		timers[now].next = -1;
		timers[now].fired++;
		fired++;
		now = next;
	}
	unsigned which = packet[1] % TIMERS;
	if (!timers[which].armed) {
		timers[which].armed = 1;
		timers[which].next = slots[packet[2] % SLOTS];
		slots[packet[2] % SLOTS] = which;
	}
	return fired;
}
