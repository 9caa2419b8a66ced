# SPDX-License-Identifier: Apache-2.0
#
# How to build a program against the distribution's static DPDK. Included by
# the Makefile of each target, which sets before:
#
#   PROGRAM   the binary's name
#   SOURCES   its C files
#   DRIVERS   the DPDK drivers it may use, without the librte_ prefix
#
# and may set INCLUDES (-I options) and MORE_LIBRARIES (of DPDK, without the
# librte_ prefix). From the environment or the command line:
#
#   CC        gcc unless given
#   CFLAGS    -O3 -march=x86-64-v2 -g unless given
#   BUILD     the output folder, "build" unless given; use another one for each
#             compiler or set of flags that should be kept side by side
#
# A change of CC or CFLAGS rebuilds: they are kept in $(BUILD)/flags.

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O3 -march=x86-64-v2 -g
BUILD ?= build

# DPDK's headers need SSSE3, so the base level is there whatever CFLAGS says;
# what CFLAGS says comes later on the line and wins.
BASE_CFLAGS := -g -march=x86-64-v2 -Wall -Wextra -include rte_config.h \
	$(filter -I%,$(shell pkg-config --cflags libdpdk))

# By name and each once: the static list of pkg-config asks for packages that
# no target needs. Drivers register themselves in constructors, hence
# --whole-archive.
# What drivers need besides.
NEEDED_net_ixgbe := bus_pci cryptodev security
NEEDED_net_virtio := bus_pci
DRIVER_LIBRARIES := $(filter-out $(MORE_LIBRARIES),$(sort $(foreach driver,$(DRIVERS),$(NEEDED_$(driver)))))

LIBRARIES := eal kvargs telemetry ring mempool mbuf net meter ethdev pci \
	timer rcu hash lpm bus_vdev mempool_ring $(MORE_LIBRARIES) $(DRIVER_LIBRARIES) $(DRIVERS)
LDLIBS := -Wl,--whole-archive $(LIBRARIES:%=-l:librte_%.a) \
	-Wl,--no-whole-archive $(if $(filter net_pcap,$(DRIVERS)),-lpcap) \
	-lnuma -lbsd -lm -ldl -lpthread

OBJECTS := $(addprefix $(BUILD)/,$(notdir $(SOURCES:.c=.o)))
vpath %.c $(sort $(dir $(SOURCES)))

all: $(BUILD)/$(PROGRAM)

$(BUILD)/$(PROGRAM): $(OBJECTS)
	$(CC) $(CFLAGS) -o $@ $(OBJECTS) $(LDFLAGS) $(LDLIBS)

$(BUILD)/%.o: %.c $(BUILD)/flags $(MAKEFILE_LIST)
	$(CC) $(BASE_CFLAGS) $(INCLUDES) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@echo '$(CC) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS)' > $@

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d)

.PHONY: all clean FORCE
