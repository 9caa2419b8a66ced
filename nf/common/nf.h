/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a network function has to provide, and what nf_main.c does with it.
 *
 * nf_main.c is a complete DPDK program but for the network function itself: it
 * starts DPDK and the ports, takes packets from them in bursts, asks
 * nf_process() about each one, and sends or frees it.
 */
#ifndef NF_H
#define NF_H

#include <limits.h>
#include <stdint.h>

#include "option.h"

/* What nf_process() returns for a packet that goes to all ports but the one where it came in. */
#define NF_FLOOD INT_MIN

/* The network function's own options, up to an entry whose name is NULL. */
extern const struct nf_option nf_options[];

/* One line for --help: what the network function does. */
extern const char nf_description[];

/*
 * Called once after the options are read and the ports are there, and before
 * they start. Returns 0, or -1 after saying why on standard error.
 */
int nf_init(uint16_t ports);

/*
 * Processes one packet: decides, and changes the packet in place.
 *
 * @port	where it came in, 0 to ports - 1
 * @packet	its first byte, which is the Ethernet header's; the buffer behind
 *		it is at least 2 KB, bytes from @length on are undefined
 * @length	how many bytes of it there are, without the frame check sequence;
 *		of a packet in several segments, those of the first
 * @now		nanoseconds since 1970-01-01 00:00 UTC; it never goes back
 *
 * Returns the port to send it to, which must exist, NF_FLOOD, or another negative
 * number to drop it: one of its own for each reason. (With one number for all, compilers let
 * the places that return it share their code, and a mark before a return could
 * not be told from the next.)
 *
 * It is a real function in a file of its own, so that Bolt can analyse it by
 * itself at level nf.
 */
__attribute__((noinline))
int nf_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now);

#endif
