/* SPDX-License-Identifier: Apache-2.0 */
/* Packet pools of DPDK, as its headers have them. */
#ifndef BOLT_POOL_H
#define BOLT_POOL_H

#include "device.h"

/*
 * Says by what stores code takes buffers out of the pool that a packet lies in,
 * and puts some back; nothing of a pool that is not one with caches over a ring.
 */
struct device_part *pool_add(struct device_part *part, const void *packet);

#endif
