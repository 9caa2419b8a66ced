// Two ports, from each of which packets go to the other.
#include "limiter.h"
#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_cycles.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	if (rte_eal_init(argc, argv) < 0)
		return 1;
	struct rte_mempool *pool = rte_pktmbuf_pool_create("p", 8191, 250, 0, RTE_MBUF_DEFAULT_BUF_SIZE, 0);
	uint16_t port;
	struct rte_eth_conf conf = {0};
	RTE_ETH_FOREACH_DEV(port) {
		if (rte_eth_dev_configure(port, 1, 1, &conf) || rte_eth_rx_queue_setup(port, 0, 512, 0, NULL, pool) ||
		    rte_eth_tx_queue_setup(port, 0, 512, 0, NULL) || rte_eth_dev_start(port))
			return 1;
	}
	limiter_init();
	for (;;)
		RTE_ETH_FOREACH_DEV(port) {
			struct rte_mbuf *b[32];
			uint16_t n = rte_eth_rx_burst(port, 0, b, 32);
			uint64_t now = rte_rdtsc();
			for (uint16_t i = 0; i < n; i++) {
				int out = limiter_process(port, rte_pktmbuf_mtod(b[i], uint8_t *), b[i]->data_len, now);
				if (out < 0 || rte_eth_tx_burst(out, 0, &b[i], 1) != 1)
					rte_pktmbuf_free(b[i]);
			}
		}
}
