# SPDX-License-Identifier: Apache-2.0
#
# What the network functions have in common. The Makefile of each sets PROGRAM
# and SOURCES (its own C files) and includes this file.

NF_DIR := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))

SOURCES += $(NF_DIR)/common/nf_main.c
INCLUDES += -I$(NF_DIR)/common -I$(NF_DIR)/../native
DRIVERS := net_null net_ring net_pcap

include $(NF_DIR)/dpdk.mk
