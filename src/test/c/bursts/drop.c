// Puts the packets of a burst that are too short into an array of those to be freed, and counts both kinds.
#include <stdint.h>
#include <rte_mbuf.h>
#include "bolt.h"

static struct rte_mbuf *dropped[32];
static uint64_t counters[2];

int nf(struct rte_mbuf **pkts, uint16_t count)
{
	int drops = 0;

	for (uint16_t i = 0; i < count; i++) {
		struct rte_mbuf *packet = pkts[i];

		if (packet->data_len < 14) {
			bolt_pcv("burst.dropped");
			dropped[drops++] = packet;
			counters[0]++;
		} else {
			bolt_pcv("burst.kept");
			rte_pktmbuf_mtod(packet, uint8_t *)[0] ^= 1;
			counters[1]++;
		}
	}
	return drops;
}
