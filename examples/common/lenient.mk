# SPDX-License-Identifier: Apache-2.0
#
# Included by the Makefiles of examples that ask ports for what net_null and
# net_ring do not have; the source of the example stays as it is.

COMMON := $(dir $(lastword $(MAKEFILE_LIST)))
SOURCES += $(COMMON)lenient.c
LDFLAGS += -Wl,--wrap=rte_eth_dev_configure -Wl,--wrap=rte_eth_rx_queue_setup \
	-Wl,--wrap=rte_eth_tx_queue_setup -Wl,--wrap=rte_eth_dev_set_mtu

# For programs that go by the type of packets that a port tells.
ifdef PTYPE
SOURCES += $(COMMON)ptype.c
LDFLAGS += -Wl,--wrap=rte_eth_dev_start
endif

include $(COMMON)../../nf/dpdk.mk
