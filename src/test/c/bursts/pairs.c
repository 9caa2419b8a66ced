// Handles the packets of a burst two at a time, and the last one of an odd number by itself.
#include <stdint.h>
#include <rte_mbuf.h>
#include "bolt.h"

static int one(const struct rte_mbuf *packet)
{
	return packet->data_len > 14 && rte_pktmbuf_mtod(packet, const uint8_t *)[12] == 8;
}

int nf(struct rte_mbuf **pkts, uint16_t count)
{
	int ipv4 = 0;
	uint16_t i = 0;

	for (; i + 2 <= count; i += 2) {
		bolt_pcv("burst.pairs");
		ipv4 += one(pkts[i]) + one(pkts[i + 1]);
	}
	for (; i < count; i++) {
		bolt_pcv("burst.single");
		ipv4 += one(pkts[i]);
	}
	return ipv4;
}
