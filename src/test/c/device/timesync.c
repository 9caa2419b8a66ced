// SPDX-License-Identifier: Apache-2.0
/*
 * Asks a port for time stamps, which the 82599 without hardware has not. Linked into an example with
 * --wrap=rte_eth_dev_start.
 */
#include <rte_ethdev.h>

int __real_rte_eth_dev_start(uint16_t port);
int __wrap_rte_eth_dev_start(uint16_t port);

int __wrap_rte_eth_dev_start(uint16_t port)
{
	int result = __real_rte_eth_dev_start(port);

	return result < 0 ? result : rte_eth_timesync_enable(port);
}
