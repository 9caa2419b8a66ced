/* A library with a packet function, for tests of entries that are not in the program. */
#include <stdint.h>

int plugin_process(const uint8_t *packet, uint16_t length);

__attribute__((noinline)) static int classify(const uint8_t *packet)
{
	return packet[0] > 7 ? packet[1] : 0;
}

int plugin_process(const uint8_t *packet, uint16_t length)
{
	if (length < 2)
		return -1;
	return classify(packet) + 1;
}
