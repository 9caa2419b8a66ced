// Counts the time to live of IPv4 packets down, in a static function that gets a packet buffer and a port; others are dropped.
#include <stdint.h>
#include <rte_mbuf.h>

#ifdef __clang__
__attribute__((noinline))
#else
__attribute__((noipa))
#endif
static int handle(struct rte_mbuf *m, uint16_t port)
{
	uint8_t *bytes = rte_pktmbuf_mtod(m, uint8_t *);

	if (rte_pktmbuf_pkt_len(m) < 34)
		return -1;
	if (bytes[12] != 8 || bytes[13] != 0)
		return -2;
	if (bytes[22] <= 1)
		return -3;
	bytes[22]--;
	return port ^ 1;
}

int nf(struct rte_mbuf *m, uint16_t port)
{
	return handle(m, port);
}
