# SPDX-License-Identifier: Apache-2.0
#
# What the network functions have in common. The Makefile of each sets PROGRAM
# and SOURCES (its own C files), and may set STATE (the files of the stateful
# library that it uses, without .c); then it includes this file.

NF_DIR := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))

SOURCES += $(NF_DIR)/common/nf_main.c $(NF_DIR)/common/option.c $(STATE:%=$(NF_DIR)/../state/%.c)
INCLUDES += -I$(NF_DIR)/common -I$(NF_DIR)/../native -I$(NF_DIR)/../state
DRIVERS := net_null net_ring net_pcap net_ixgbe net_virtio

include $(NF_DIR)/dpdk.mk
