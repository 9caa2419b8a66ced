// Takes the Ethernet header off each packet of a burst and counts the time to live down, then counts the packets that are long.
#include <stdint.h>
#include <rte_mbuf.h>
#include "bolt.h"

int nf(struct rte_mbuf **pkts, uint16_t count)
{
	int result = 0;

	for (uint16_t i = 0; i < count; i++) {
		uint8_t *header = (uint8_t *)rte_pktmbuf_adj(pkts[i], 14);

		if (!header) {
			bolt_pcv("burst.short");
		} else if (header[8] > 1) {
			bolt_pcv("burst.alive");
			header[8]--;
		} else {
			bolt_pcv("burst.dead");
		}
	}
	for (uint16_t i = 0; i < count; i++) {
		bolt_pcv("burst.looked");
		result += rte_pktmbuf_mtod(pkts[i], const uint8_t *)[0] == 0x45;
	}
	return result;
}
