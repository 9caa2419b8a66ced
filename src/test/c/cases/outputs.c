// Objects of 40 bytes, in a small array, with a function and a pointer: what lies between the pointers is none.
#include <stdint.h>
#include <stdlib.h>

struct output {
	int (*send)(void *handle, const uint8_t *packet);
	void *handle;
	uint8_t rest[24];
};

static struct output *outputs;
static uint32_t *next;

static int to_port(void *handle, const uint8_t *packet)
{
	return *(uint16_t *)((char *)handle + 0x30) + packet[0];
}

static int to_nowhere(void *handle, const uint8_t *packet)
{
	return *(uint64_t *)handle != 0 ? packet[1] : 2;
}

__attribute__((constructor)) static void fill(void)
{
	outputs = calloc(3, sizeof(*outputs));
	next = calloc(65536, sizeof(*next));
	for (int i = 0; i < 3; i++) {
		outputs[i].send = i < 2 ? to_port : to_nowhere;
		outputs[i].handle = calloc(1, 256);
	}
	for (int i = 0; i < 65536; i++)
		next[i] = i < 1000 ? 1 : i < 3000 ? 2 : 0;
}

__attribute__((noinline, noclone)) int nf(uint8_t *packet, uint16_t length)
{
	if (length < 20)
		return -1;

	const struct output *output = &outputs[next[packet[3] | packet[4] << 8]];

	return output->send(output->handle, packet);
}
