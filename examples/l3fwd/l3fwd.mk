# SPDX-License-Identifier: Apache-2.0
#
# DPDK's own example, as the package dpdk-doc ships it. Included by the
# Makefiles of the folders below, one for each kind of lookup.

PROGRAM := l3fwd
EXAMPLE := /usr/share/dpdk/examples/l3fwd
SOURCES := $(filter-out %_route_parse.c,$(wildcard $(EXAMPLE)/*.c))
DRIVERS := net_null net_ring net_ixgbe net_virtio
INCLUDES := -I$(EXAMPLE) -I$(EXAMPLE)/../common -DALLOW_EXPERIMENTAL_API
MORE_LIBRARIES := acl cmdline eventdev fib rib cryptodev dmadev

include ../../common/lenient.mk
