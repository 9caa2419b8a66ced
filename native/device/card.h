/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PCI card that a DPDK program finds by VFIO. vfio.c answers what the program
 * asks of the kernel; which registers the card has, and what they do, is the
 * card's.
 *
 * Registers have 32 bits and keep what was written to them. Accesses to pages
 * that are not free are seen by the card.
 */
#ifndef BOLT_CARD_H
#define BOLT_CARD_H

#include <stdbool.h>
#include <stdint.h>

#include "device.h"

#define CARD_PORTS 2
#define CARD_PAGE 4096u
#define CARD_CAPABILITIES 0x40	/* where they begin in the configuration space: behind what all devices have */

struct card {
	const char *name;
	const char *driver;		/* of DPDK */
	uint16_t vendor, device;
	uint32_t class_code;
	uint32_t size;			/* of its registers, in bytes */
	const void *capabilities;	/* the list of them, as it is in the configuration space; NULL for none */
	uint16_t capabilities_size;	/* in bytes */
	bool (*is_free)(uint32_t page);	/* whether accesses to the page at this offset need not be seen */
	bool (*has)(uint32_t offset);	/* whether it has a register there */
	void (*reset)(unsigned int port);
	void (*written)(unsigned int port, uint32_t offset, uint32_t value);
};

/* The one of this library. */
extern const struct card card;

/* ---- vfio.c ---- */

/* Makes the tree of PCI devices in this folder, and tells the program of it. */
void card_plug_in(const char *folder);

/* A register, seen by the card; NULL if the program has not opened this port. */
uint32_t *card_register(unsigned int port, uint32_t offset);

/* From now on all accesses to registers are plain ones. */
void card_release(void);

/* Adds the registers that the program has accessed and the card does not have. */
struct device_part *card_add_strangers(struct device_part *part);

#endif
