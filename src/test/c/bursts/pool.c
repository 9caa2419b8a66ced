// A program of DPDK with a pool of its own: of the bursts that its driver makes it frees what is not IPv4, and keeps the rest in front.
#include <stdint.h>
#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#ifdef __clang__
__attribute__((noinline))
#else
__attribute__((noipa))
#endif
uint16_t nf(struct rte_mbuf **pkts, uint16_t nb_pkts)
{
	uint16_t kept = 0;

	for (uint16_t i = 0; i < nb_pkts; i++) {
		struct rte_mbuf *packet = pkts[i];

		if (packet->data_len < 34 || rte_pktmbuf_mtod(packet, uint8_t *)[12] != 8) {
			rte_pktmbuf_free(packet);
			continue;
		}
		rte_pktmbuf_mtod(packet, uint8_t *)[22]--;
		pkts[kept++] = packet;
	}
	return kept;
}

int main(int argc, char **argv)
{
	struct rte_eth_conf configuration = {0};
	struct rte_mempool *pool;

	if (rte_eal_init(argc, argv) < 0)
		return 1;
	pool = rte_pktmbuf_pool_create("packets", 8191, 250, 0, RTE_MBUF_DEFAULT_BUF_SIZE, 0);
	if (!pool || rte_eth_dev_configure(0, 1, 1, &configuration) ||
	    rte_eth_rx_queue_setup(0, 0, 64, 0, 0, pool) ||
	    rte_eth_tx_queue_setup(0, 0, 64, 0, 0) || rte_eth_dev_start(0))
		return 2;
	for (;;) {
		struct rte_mbuf *burst[32];
		uint16_t count = nf(burst, rte_eth_rx_burst(0, 0, burst, 32));
		uint16_t sent = rte_eth_tx_burst(0, 0, burst, count);

		while (sent < count)
			rte_pktmbuf_free(burst[sent++]);
	}
}
