// The main of all bursts: sixteen packet buffers, as a driver hands them over, of packets of zeros. Each lies before its memory, as in a
// pool, so that the first bytes of their addresses are the same.
#include <stdint.h>
#include <rte_mbuf.h>

#define BUFFERS 16
#define ROOM 2048

int nf(struct rte_mbuf **pkts, uint16_t count);

static struct {
	struct rte_mbuf head;
	uint8_t memory[ROOM];
} __attribute__((aligned(256))) buffers[BUFFERS];

int main(void)
{
	struct rte_mbuf *pkts[BUFFERS];

	for (int i = 0; i < BUFFERS; i++) {
		struct rte_mbuf *head = &buffers[i].head;

		head->buf_addr = buffers[i].memory;
		head->buf_len = ROOM;
		head->data_off = RTE_PKTMBUF_HEADROOM;
		head->refcnt = 1;
		head->nb_segs = 1;
		head->data_len = 64;
		head->pkt_len = 64;
		pkts[i] = head;
	}
	return nf(pkts, BUFFERS);
}
