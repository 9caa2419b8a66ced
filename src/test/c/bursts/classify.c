// Reads a header of each packet of a burst: short packets, IPv4 and others, each counted by a mark.
#include <stdint.h>
#include <rte_mbuf.h>
#include "bolt.h"

int nf(struct rte_mbuf **pkts, uint16_t count)
{
	int forwarded = 0;

	for (uint16_t i = 0; i < count; i++) {
		const struct rte_mbuf *packet = pkts[i];
		const uint8_t *bytes = rte_pktmbuf_mtod(packet, const uint8_t *);

		if (packet->data_len < 34) {
			bolt_pcv("burst.short");
			continue;
		}
		if (bytes[12] != 8 || bytes[13] != 0) {
			bolt_pcv("burst.other");
			continue;
		}
		bolt_pcv("burst.ipv4");
		forwarded += bytes[22] > 1;
	}
	return forwarded;
}
