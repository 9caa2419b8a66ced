// A meter that counts with floating-point numbers: a bucket of tokens for each user, filled by the time that passed, and a moving average.
#include <stdint.h>
#include <string.h>
#include "bolt.h"

#define USERS 64
#define RATE 0.125
#define BURST 3000.0

static struct user { double tokens; uint32_t last; float average; } users[USERS];
static uint64_t dropped;

void setup(void)
{
	bolt_state("meter.users", users, sizeof(users[0]), USERS, "tokens:u64, last:u32, average:u32");
}

int nf(uint8_t *packet, uint16_t length)
{
	struct user *user;
	uint32_t now;
	double tokens;

	if (length < 20)
		return -1;
	memcpy(&now, packet, 4);
	user = &users[packet[4] % USERS];
	tokens = user->tokens + (now - user->last) * RATE;
	if (tokens > BURST)
		tokens = BURST;
	user->last = now;
	user->average = 0.75f * user->average + 0.25f * length;
	if (tokens < length) {
		user->tokens = tokens;
		dropped++;
		return 0;
	}
	user->tokens = tokens - length;
	return user->average > 40.5f ? 2 : packet[5] / 3;
}
