# SPDX-License-Identifier: Apache-2.0
#
# How an exerciser is built. The Makefile of each sets STATE (the files of the
# stateful library that it uses, without .c) and includes this file; its program
# and its C file have the name of its folder.
#
# CC, CFLAGS and BUILD (the output folder, "build" unless given) may be set. A
# change of CC or CFLAGS rebuilds: they are kept in $(BUILD)/flags.

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O3 -march=x86-64-v2 -g
BUILD ?= build

PROGRAM := $(notdir $(CURDIR))
BASE_CFLAGS := -std=gnu11 -g -Wall -Wextra -Wshadow -Werror -I.. -I../.. -I../../../native
OBJECTS := $(BUILD)/exercise_$(PROGRAM).o $(BUILD)/main.o $(STATE:%=$(BUILD)/%.o)

all: $(BUILD)/$(PROGRAM)

$(BUILD)/$(PROGRAM): $(OBJECTS)
	$(CC) $(CFLAGS) -o $@ $(OBJECTS) $(LDFLAGS)

define compile
$(CC) $(BASE_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
endef

# Its name in the output folder differs from that of the structure it exercises.
$(BUILD)/exercise_%.o: %.c $(BUILD)/flags $(MAKEFILE_LIST)
	$(compile)

$(BUILD)/main.o: ../main.c $(BUILD)/flags $(MAKEFILE_LIST)
	$(compile)

$(STATE:%=$(BUILD)/%.o): $(BUILD)/%.o: ../../%.c $(BUILD)/flags $(MAKEFILE_LIST)
	$(compile)

$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@echo '$(CC) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS)' > $@

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d)

.PHONY: all clean FORCE
