// SPDX-License-Identifier: Apache-2.0
/*
 * Lets programs that ask ports for offloads run on ports that have none, such
 * as net_null and net_ring: what a port lacks is not asked of it. Linked in by
 * lenient.mk; only what configures ports, before the first packet, is changed.
 *
 * A program that relies on an offload, such as checksums that the port fills
 * in, then sends packets without it. What it costs is what it costs: setting
 * the flags by which the offload is asked for.
 */
#include <errno.h>

#include <rte_ethdev.h>

int __real_rte_eth_dev_configure(uint16_t port, uint16_t rx_queues, uint16_t tx_queues,
				 const struct rte_eth_conf *conf);
int __real_rte_eth_rx_queue_setup(uint16_t port, uint16_t queue, uint16_t descriptors, unsigned int socket,
				  const struct rte_eth_rxconf *conf, struct rte_mempool *pool);
int __real_rte_eth_tx_queue_setup(uint16_t port, uint16_t queue, uint16_t descriptors, unsigned int socket,
				  const struct rte_eth_txconf *conf);
int __real_rte_eth_dev_set_mtu(uint16_t port, uint16_t mtu);

int __wrap_rte_eth_dev_configure(uint16_t port, uint16_t rx_queues, uint16_t tx_queues,
				 const struct rte_eth_conf *conf);
int __wrap_rte_eth_rx_queue_setup(uint16_t port, uint16_t queue, uint16_t descriptors, unsigned int socket,
				  const struct rte_eth_rxconf *conf, struct rte_mempool *pool);
int __wrap_rte_eth_tx_queue_setup(uint16_t port, uint16_t queue, uint16_t descriptors, unsigned int socket,
				  const struct rte_eth_txconf *conf);
int __wrap_rte_eth_dev_set_mtu(uint16_t port, uint16_t mtu);

int __wrap_rte_eth_dev_configure(uint16_t port, uint16_t rx_queues, uint16_t tx_queues,
				 const struct rte_eth_conf *conf)
{
	struct rte_eth_conf modest = *conf;
	struct rte_eth_dev_info info;

	if (rte_eth_dev_info_get(port, &info) == 0) {
		modest.rxmode.offloads &= info.rx_offload_capa;
		modest.txmode.offloads &= info.tx_offload_capa;
		modest.rx_adv_conf.rss_conf.rss_hf &= info.flow_type_rss_offloads;
		modest.intr_conf.rxq = 0;
		modest.intr_conf.lsc = 0;
		if (!(modest.rxmode.offloads & RTE_ETH_RX_OFFLOAD_RSS_HASH) && !modest.rx_adv_conf.rss_conf.rss_hf)
			modest.rxmode.mq_mode = RTE_ETH_MQ_RX_NONE;
	}
	return __real_rte_eth_dev_configure(port, rx_queues, tx_queues, &modest);
}

int __wrap_rte_eth_rx_queue_setup(uint16_t port, uint16_t queue, uint16_t descriptors, unsigned int socket,
				  const struct rte_eth_rxconf *conf, struct rte_mempool *pool)
{
	struct rte_eth_rxconf modest;
	struct rte_eth_dev_info info;

	if (!conf || rte_eth_dev_info_get(port, &info) != 0)
		return __real_rte_eth_rx_queue_setup(port, queue, descriptors, socket, conf, pool);
	modest = *conf;
	modest.offloads &= info.rx_offload_capa | info.rx_queue_offload_capa;
	return __real_rte_eth_rx_queue_setup(port, queue, descriptors, socket, &modest, pool);
}

int __wrap_rte_eth_tx_queue_setup(uint16_t port, uint16_t queue, uint16_t descriptors, unsigned int socket,
				  const struct rte_eth_txconf *conf)
{
	struct rte_eth_txconf modest;
	struct rte_eth_dev_info info;

	if (!conf || rte_eth_dev_info_get(port, &info) != 0)
		return __real_rte_eth_tx_queue_setup(port, queue, descriptors, socket, conf);
	modest = *conf;
	modest.offloads &= info.tx_offload_capa | info.tx_queue_offload_capa;
	return __real_rte_eth_tx_queue_setup(port, queue, descriptors, socket, &modest);
}

int __wrap_rte_eth_dev_set_mtu(uint16_t port, uint16_t mtu)
{
	int result = __real_rte_eth_dev_set_mtu(port, mtu);

	return result == -ENOTSUP ? 0 : result;
}
