// Takes a header off each packet and puts another one in front, so that where the packet begins and how long it is changes; counts both.
#include <stdint.h>
#include <rte_mbuf.h>

static uint32_t counters[2];

int nf(struct rte_mbuf *m, uint16_t length)
{
	uint8_t *bytes = (uint8_t *)rte_pktmbuf_adj(m, 14);

	if (!bytes) {
		counters[0]++;
		return -1;
	}
	if (counters[1] < 1000)
		counters[1]++;
	bytes = (uint8_t *)rte_pktmbuf_prepend(m, 20);
	bytes[0] = length;
	bytes = (uint8_t *)rte_pktmbuf_append(m, 4);
	if (!bytes)
		return -2;
	bytes[0] = 1;
	return rte_pktmbuf_data_len(m) > 100;
}
