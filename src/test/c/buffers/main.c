// The main of all: one packet buffer, as a driver hands it over, of a packet of zeros.
#include <stdint.h>
#include <rte_mbuf.h>

#define ROOM 2048

int nf(struct rte_mbuf *m, uint16_t port);

static struct {
	struct rte_mbuf head;
	uint8_t memory[ROOM];
} __attribute__((aligned(256))) buffer;

int main(void)
{
	struct rte_mbuf *head = &buffer.head;

	head->buf_addr = buffer.memory;
	head->buf_len = ROOM;
	head->data_off = RTE_PKTMBUF_HEADROOM;
	head->refcnt = 1;
	head->nb_segs = 1;
	head->data_len = 64;
	head->pkt_len = 64;
	return nf(head, 0);
}
