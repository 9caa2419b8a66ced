// SPDX-License-Identifier: Apache-2.0
/*
 * Tells the type of each packet, which many network cards do and net_null and
 * net_ring do not, for programs that go by nothing else. Linked in by a Makefile
 * that sets PTYPE; what it costs is part of each packet's cost, as with l3fwd's
 * own option --parse-ptype.
 */
#include <rte_ethdev.h>
#include <rte_ether.h>

int __real_rte_eth_dev_start(uint16_t port);
int __wrap_rte_eth_dev_start(uint16_t port);

static uint32_t type_of(const struct rte_mbuf *packet)
{
	const struct rte_ether_hdr *header = rte_pktmbuf_mtod(packet, const struct rte_ether_hdr *);

	if (header->ether_type == rte_cpu_to_be_16(RTE_ETHER_TYPE_IPV4))
		return RTE_PTYPE_L2_ETHER | RTE_PTYPE_L3_IPV4_EXT_UNKNOWN;
	if (header->ether_type == rte_cpu_to_be_16(RTE_ETHER_TYPE_IPV6))
		return RTE_PTYPE_L2_ETHER | RTE_PTYPE_L3_IPV6_EXT_UNKNOWN;
	return RTE_PTYPE_L2_ETHER;
}

static uint16_t tell(uint16_t port, uint16_t queue, struct rte_mbuf **packets, uint16_t count,
		     uint16_t most, void *unused)
{
	uint16_t i;

	(void)port;
	(void)queue;
	(void)most;
	(void)unused;
	for (i = 0; i < count; i++)
		packets[i]->packet_type = type_of(packets[i]);
	return count;
}

int __wrap_rte_eth_dev_start(uint16_t port)
{
	struct rte_eth_dev_info info;
	uint16_t queue;

	if (rte_eth_dev_info_get(port, &info) == 0) {
		for (queue = 0; queue < info.nb_rx_queues; queue++)
			rte_eth_add_rx_callback(port, queue, tell, NULL);
	}
	return __real_rte_eth_dev_start(port);
}
