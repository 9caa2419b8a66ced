// Handles the packets of a burst four at a time, and the rest one by one.
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

	for (; i + 4 <= count; i += 4) {
		bolt_pcv("burst.fours");
		ipv4 += one(pkts[i]) + one(pkts[i + 1]) + one(pkts[i + 2]) + one(pkts[i + 3]);
	}
	for (; i < count; i++) {
		bolt_pcv("burst.rest");
		ipv4 += one(pkts[i]);
	}
	return ipv4;
}
