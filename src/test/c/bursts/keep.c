// Puts the packets of a burst that are long enough to its front, where its caller sends them from.
#include <stdint.h>
#include <rte_mbuf.h>
#include "bolt.h"

int nf(struct rte_mbuf **pkts, uint16_t count)
{
	uint16_t kept = 0;

	for (uint16_t i = 0; i < count; i++) {
		struct rte_mbuf *packet = pkts[i];

		if (packet->data_len >= 14) {
			bolt_pcv("burst.kept");
			pkts[kept++] = packet;
		} else {
			bolt_pcv("burst.short");
		}
	}
	return kept;
}
