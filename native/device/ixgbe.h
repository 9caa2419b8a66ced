/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registers and descriptors of the Intel 82599, as its datasheet has them
 * (revision 3.4: chapter 8 for registers, 7.1.6 and 7.2.3 for descriptors).
 */
#ifndef BOLT_IXGBE_H
#define BOLT_IXGBE_H

#include <stdint.h>

#define CTRL 0x00000
#define CTRL_LINK_RESET (1u << 3)
#define CTRL_RESET (1u << 26)
#define STATUS 0x00008
#define STATUS_LAN_SHIFT 2

#define RXCTRL 0x03000
#define RXCTRL_ENABLE (1u << 0)
#define RDRXCTL 0x02f00
#define RDRXCTL_READY (1u << 3)
#define ETQF 0x05128
#define ETQF_FILTERS 8
#define ETQF_ENABLED (1u << 31)
#define SRRCTL 0x02100
#define SRRCTL_COUNT 16		/* those of further queues are with the queue */
#define SRRCTL_OF_QUEUE 0x01014
#define SRRCTL_KILOBYTES 0x1fu
#define SRRCTL_TYPE (7u << 25)
#define SRRCTL_ONE_BUFFER (1u << 25)

/* Of receive queue 0; queues are 64 bytes apart, the upper half of them further on. */
#define RECEIVE_QUEUES 128
#define UPPER_RECEIVE_QUEUES 0x0c000
#define RDBAL 0x01000
#define RDBAH 0x01004
#define RDLEN 0x01008
#define RDH 0x01010
#define RDT 0x01018
#define RXDCTL 0x01028
#define RXDCTL_ENABLE (1u << 25)

/* Of transmit queue 0; likewise. */
#define TDBAL 0x06000
#define TDBAH 0x06004
#define TDLEN 0x06008
#define TDH 0x06010
#define TDT 0x06018
#define TXDCTL 0x06028
#define TXDCTL_ENABLE (1u << 25)
#define TRANSMIT_QUEUES 128
#define QUEUE_BYTES 0x40

/* How much of the driver's own structure of a queue is looked at. */
#define DRIVER_WORDS 32

#define MSCA 0x0425c
#define MSCA_COMMAND (1u << 30)
#define AUTOC 0x042a0
#define AUTOC_10G_NO_BACKPLANE_NEGOTIATION (1u << 13)
#define LINKS 0x042a4
#define LINKS_UP (1u << 30)
#define LINKS_10G (3u << 28)
#define ANLP1 0x042b0
#define ANLP1_STATE_SHIFT 16
#define RAL0 0x05400
#define RAH0 0x05404
#define RAH_VALID (1u << 31)
#define MRQC 0x05818
#define MRQC_ENABLE 0xfu
#define SECTXCTRL 0x08800
#define SECRXCTRL 0x08d00
#define SECURITY_DISABLED (1u << 0)
#define SECTXSTAT 0x08804
#define SECRXSTAT 0x08d04
#define SECURITY_READY (1u << 0)
#define FDIRCTRL 0x0ee00
#define FDIRCTRL_DONE (1u << 3)

#define EEC 0x10010
#define EEC_REQUEST (1u << 6)
#define EEC_GRANT (1u << 7)
#define EEC_PRESENT (1u << 8)
#define EEC_AUTOREAD_DONE (1u << 9)
#define EEC_SIZE_SHIFT 11
#define EERD 0x10014
#define EERD_START (1u << 0)
#define EERD_DONE (1u << 1)
#define EERD_ADDRESS 0xfffcu
#define EERD_ADDRESS_SHIFT 2
#define EERD_DATA_SHIFT 16
#define EEMNGCTL 0x10110
#define EEMNGCTL_DONE (1u << 18)

/* As the driver writes it, it is two addresses; as the card writes it back, what is below. */
struct receive_descriptor {
	uint64_t low, high;
};

#define RECEIVED_DONE (1ull << 0)
#define RECEIVED_END_OF_PACKET (1ull << 1)
#define RECEIVED_LENGTH_SHIFT 32

/* Of the packet type (7.1.6.2). */
#define TYPE_IPV4 (1u << 0)
#define TYPE_IPV4_OPTIONS (1u << 1)
#define TYPE_IPV6 (1u << 2)
#define TYPE_IPV6_EXTENSIONS (1u << 3)
#define TYPE_TCP (1u << 4)
#define TYPE_UDP (1u << 5)
#define TYPE_SCTP (1u << 6)

/* Of frames. */
#define ETHERNET_HEADER 14u
#define ETHERTYPE_IPV4 0x0800u
#define ETHERTYPE_IPV6 0x86ddu
#define ETHERTYPE_VLAN 0x8100u
#define IPV4_HEADER 20u
#define IPV4_FRAGMENT 0x3fffu	/* more fragments, or not the first */
#define IPV6_HEADER 40u
#define PROTOCOL_TCP 6u
#define PROTOCOL_UDP 17u
#define PROTOCOL_SCTP 132u
#define TCP_HEADER 20u
#define UDP_HEADER 8u
#define UDP_CHECKSUM 6

struct transmit_descriptor {
	uint64_t address, command;
};

#define SENT_LENGTH 0xffffull
#define DESCRIPTOR_TYPE (15ull << 20)
#define TYPE_CONTEXT (2ull << 20)
#define COMMAND_END_OF_PACKET (1ull << 24)
#define COMMAND_REPORT_STATUS (1ull << 27)
#define SENT_DONE (1ull << 32)

#endif
