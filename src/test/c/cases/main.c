// The main of all cases: state is set up, then one packet of zeros is processed.
#include <stdint.h>

int nf(uint8_t *packet, uint16_t length);
void setup(void) __attribute__((weak));

static uint8_t buffer[4096] __attribute__((aligned(64)));

int main(void)
{
	if (setup)
		setup();
	return nf(buffer, 64);
}
