// Packet functions that get the addresses of a packet's first byte and of the one behind its last, in one way each.
#include <stdint.h>

#define NF __attribute__((noinline)) int
#define ROOM 512

struct context {
	uint32_t drops;
	const uint8_t *data;
	const uint8_t *data_end;
};

struct xdp_md {
	uint32_t data;
	uint32_t data_end;
	uint32_t data_meta;
};

static uint8_t memory[ROOM];
static struct context context = {0, memory, memory + 64};

static int look(const uint8_t *data, const uint8_t *end)
{
	if (data + 34 > end)
		return 1;
	if (data[12] != 8 || data[13] != 0)
		return 2;
	return data[22] > 1 ? 0 : 3;
}

NF pointers(const uint8_t *data, const uint8_t *data_end)
{
	return look(data, data_end);
}

NF reversed(const void *end, const void *packet, int queue)
{
	return look(packet, end) + (queue & 1);
}

NF structure(struct context *ctx)
{
	int action = look(ctx->data, ctx->data_end);

	if (action == 1)
		ctx->drops++;
	else
		ctx->data += 14;
	return action;
}

NF xdp(struct xdp_md *ctx)
{
	return look((const uint8_t *)(uintptr_t)ctx->data, (const uint8_t *)(uintptr_t)ctx->data_end);
}

NF nothing(struct context *ctx)
{
	return ctx->data == 0;
}

int main(void)
{
	struct xdp_md md = {(uintptr_t)memory, (uintptr_t)(memory + 64), 0};
	struct context none = {0, 0, 0};

	return pointers(memory, memory + 64) + reversed(memory + 64, memory, 1) + structure(&context) + xdp(&md) + nothing(&none);
}
