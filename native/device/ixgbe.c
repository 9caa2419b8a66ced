/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two ports of an Intel 82599 with backplane link (KX4), for DPDK's net_ixgbe.
 *
 * A packet arrives in the queue that the driver polls, in one descriptor. What the hardware
 * chooses (hash, types, flags) is said to be anything that the registers allow,
 * whatever is in the packet. Sent packets are gone at once when take() is called, from all queues.
 * Writes to registers that act when they are written act only before the first
 * snapshot; interrupts never come.
 */
#include <stdbool.h>
#include <string.h>

#include "card.h"
#include "device.h"
#include "ixgbe.h"
#include "pool.h"

#define SIZE 0x20000u
#define EEPROM_WORDS 64		/* the datasheet's 6.2 and 6.3; what lies behind is not asked for with this id */
#define EEPROM_SUM 0xbabau

static uint32_t value(unsigned int port, uint32_t offset)
{
	const uint32_t *at = card_register(port, offset);

	return at ? *at : 0;
}

static void set(unsigned int port, uint32_t offset, uint32_t to)
{
	uint32_t *at = card_register(port, offset);

	if (!at)
		return;
	device_touch(at, sizeof(*at));
	*at = to;
}

/* ---- registers ---- */

/*
 * Those that keep what is written, and those that act below; first and last.
 * Statistics stay zero. What is not here (time stamps, virtual functions,
 * management, SFP modules) the card does not have.
 */
static const struct {
	uint32_t first, last;
} registers[] = {
	{ 0x00000, 0x00000 }, { 0x00008, 0x00008 }, { 0x00018, 0x00018 }, { 0x00200, 0x00200 },	/* general */
	{ 0x00800, 0x0089c }, { 0x00900, 0x00a00 }, { 0x00a90, 0x00ad4 },			/* interrupts */
	{ 0x01000, 0x0213c }, { 0x02200, 0x0223c }, { 0x0d000, 0x0dffc },			/* receive queues */
	{ 0x02300, 0x0242c }, { 0x03f00, 0x041fc }, { 0x05118, 0x05118 }, { 0x08600, 0x087fc },	/* statistics */
	{ 0x08a3c, 0x08a4c }, { 0x08f40, 0x08f80 }, { 0x0cf90, 0x0cf90 },
	{ 0x02f00, 0x02f00 }, { 0x03000, 0x03028 }, { 0x03c00, 0x03c1c },			/* receiving */
	{ 0x03200, 0x032a0 }, { 0x03d00, 0x03d00 }, { 0x04294, 0x04294 },			/* flow control */
	{ 0x04200, 0x0424c }, { 0x0425c, 0x04268 }, { 0x042a0, 0x042d0 },			/* link */
	{ 0x04900, 0x04984 }, { 0x0cc00, 0x0ce00 },						/* traffic classes */
	{ 0x04a80, 0x04a80 }, { 0x06000, 0x07ffc }, { 0x08100, 0x08120 }, { 0x08220, 0x08220 },	/* sending */
	{ 0x05000, 0x05008 }, { 0x05080, 0x05090 }, { 0x05200, 0x054fc }, { 0x0a000, 0x0a7fc },	/* filters */
	{ 0x05128, 0x05144 }, { 0x0e000, 0x0e9fc }, { 0x0ea00, 0x0eafc }, { 0x0ec00, 0x0ec30 },
	{ 0x0ee00, 0x0ee70 }, { 0x0f100, 0x0f5fc },
	{ 0x05818, 0x05818 }, { 0x05c00, 0x05ca4 },						/* spreading over queues */
	{ 0x08800, 0x08810 }, { 0x08d00, 0x08d04 },						/* security */
	{ 0x10010, 0x10014 }, { 0x10110, 0x10110 }, { 0x10140, 0x10160 },			/* EEPROM, semaphores */
	{ 0x11000, 0x11050 },									/* PCI Express */
};

static bool has(uint32_t offset)
{
	unsigned int i;

	for (i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
		if (offset >= registers[i].first && offset <= registers[i].last)
			return true;
	}
	return false;
}

/* Those of queues, which packets are handed over by. */
static bool is_free(uint32_t page)
{
	return page == (RDBAL & -CARD_PAGE) || page == (TDBAL & -CARD_PAGE) || page == ((TDBAL + CARD_PAGE) & -CARD_PAGE);
}

static void reset(unsigned int port)
{
	memset(card_register(port, 0), 0, SIZE);
	set(port, STATUS, port << STATUS_LAN_SHIFT);
	set(port, EEC, EEC_PRESENT | EEC_AUTOREAD_DONE | 4 << EEC_SIZE_SHIFT);
	set(port, RDRXCTL, RDRXCTL_READY);
	set(port, AUTOC, AUTOC_10G_NO_BACKPLANE_NEGOTIATION);
	set(port, LINKS, LINKS_UP | LINKS_10G);
	set(port, ANLP1, 1 << ANLP1_STATE_SHIFT);
	set(port, SECTXCTRL, SECURITY_DISABLED);
	set(port, SECRXCTRL, SECURITY_DISABLED);
	set(port, SECTXSTAT, SECURITY_READY);
	set(port, SECRXSTAT, SECURITY_READY);
	/* 02:00:00:00:01:00 and one more for port 1: administered locally. */
	set(port, RAL0, 0x00000002);
	set(port, RAH0, RAH_VALID | port << 8 | 0x01);
	set(port, EEMNGCTL, EEMNGCTL_DONE << port);
}

/* A word of the EEPROM: all pointers are void, and the sum of the first 64 is as it must be. */
static uint16_t eeprom(uint32_t word)
{
	return word == EEPROM_WORDS - 1 ? EEPROM_SUM : 0;
}

static void written(unsigned int port, uint32_t offset, uint32_t to)
{
	switch (offset) {
	case CTRL:
		if (to & (CTRL_RESET | CTRL_LINK_RESET))
			reset(port);
		break;
	case EEC:
		set(port, offset, to & EEC_REQUEST ? to | EEC_GRANT : to & ~EEC_GRANT);
		break;
	case EERD:
		if (to & EERD_START)
			set(port, offset, (uint32_t)eeprom((to & EERD_ADDRESS) >> EERD_ADDRESS_SHIFT) << EERD_DATA_SHIFT |
				(to & EERD_ADDRESS) | EERD_DONE);
		break;
	case MSCA:
		set(port, offset, to & ~MSCA_COMMAND);
		break;
	case RDRXCTL:
		set(port, offset, to | RDRXCTL_READY);
		break;
	case FDIRCTRL:
		set(port, offset, to | FDIRCTRL_DONE);
		break;
	case STATUS:
		set(port, offset, port << STATUS_LAN_SHIFT);
		break;
	case LINKS:
		set(port, offset, LINKS_UP | LINKS_10G);
		break;
	}
}

const struct card card = {
	.name = "Intel 82599",
	.driver = "net_ixgbe",
	.vendor = 0x8086,
	.device = 0x10f7,
	.class_code = 0x020000,
	.size = SIZE,
	.is_free = is_free,
	.has = has,
	.reset = reset,
	.written = written,
};

/* ---- sending ---- */

static void take_from(unsigned int port, uint32_t queue, device_sent sent)
{
	uint32_t size = value(port, TDLEN + queue) / sizeof(struct transmit_descriptor);
	uint32_t head = value(port, TDH + queue), tail = value(port, TDT + queue);
	struct transmit_descriptor *ring = (struct transmit_descriptor *)(value(port, TDBAL + queue) |
		(uint64_t)value(port, TDBAH + queue) << 32);

	if (!(value(port, TXDCTL + queue) & TXDCTL_ENABLE) || head >= size || tail >= size)
		return;
	for (; head != tail; head = (head + 1) % size) {
		if (sent && (ring[head].command & DESCRIPTOR_TYPE) != TYPE_CONTEXT)
			sent(port, (const void *)ring[head].address, ring[head].command & SENT_LENGTH, ring[head].command & COMMAND_END_OF_PACKET);
		device_touch(&ring[head], sizeof(ring[head]));
		if (ring[head].command & COMMAND_REPORT_STATUS)
			ring[head].command = SENT_DONE;
	}
	set(port, TDH + queue, head);
}

static void take(device_sent sent)
{
	unsigned int port, queue;

	for (port = 0; port < CARD_PORTS; port++) {
		for (queue = 0; queue < TRANSMIT_QUEUES; queue++)
			take_from(port, queue * QUEUE_BYTES, sent);
	}
}

/* ---- receiving ---- */

/* ---- what the card fills in ---- */

static bool always(unsigned int port)
{
	(void)port;
	return true;
}

static bool filters_types(unsigned int port)
{
	uint32_t i;

	for (i = 0; i < ETQF_FILTERS; i++) {
		if (value(port, ETQF + 4 * i) & ETQF_ENABLED)
			return true;
	}
	return false;
}

static bool matches_flows(unsigned int port)
{
	return value(port, FDIRCTRL) != 0;
}

static bool hashes(unsigned int port)
{
	return (value(port, MRQC) & MRQC_ENABLE) || matches_flows(port);
}

static bool decrypts(unsigned int port)
{
	return !(value(port, SECRXCTRL) & SECURITY_DISABLED);
}

/*
 * Of a descriptor as the card writes it back, with receive side coalescing and
 * header splitting off; what is not here is zero. Time stamps are never taken.
 */
static const struct {
	unsigned int word, first, count;
	const char *name;
	bool (*is_possible)(unsigned int port);
} chosen[] = {
	{ 0, 0, 4, "rx.rss_type", hashes },
	{ 0, 4, 11, "rx.packet_type", always },
	{ 0, 15, 1, "rx.type_filter", filters_types },
	{ 0, 32, 32, "rx.hash", always },
	{ 1, 2, 1, "rx.flow_match", matches_flows },
	{ 1, 3, 1, "rx.vlan", always },
	{ 1, 4, 1, "rx.udp_checked", always },
	{ 1, 5, 1, "rx.l4_checked", always },
	{ 1, 6, 1, "rx.ip_checked", always },
	{ 1, 7, 1, "rx.not_unicast", always },
	{ 1, 9, 1, "rx.outer_vlan", always },
	{ 1, 10, 1, "rx.udp_valid", always },
	{ 1, 11, 1, "rx.low_latency", always },
	{ 1, 17, 1, "rx.security", decrypts },
	{ 1, 18, 1, "rx.loopback", always },
	{ 1, 20, 10, "rx.errors", always },
	{ 1, 30, 1, "rx.l4_error", always },
	{ 1, 31, 1, "rx.ip_error", always },
	{ 1, 48, 16, "rx.vlan_tag", always },
};

static struct device_part *add_descriptor(struct device_part *part, unsigned int port, const struct receive_descriptor *at)
{
	unsigned int i;

	for (i = 0; i < sizeof(chosen) / sizeof(chosen[0]); i++) {
		if (chosen[i].is_possible(port))
			part = device_add(part, DEVICE_CHOSEN, chosen[i].word ? &at->high : &at->low, chosen[i].first,
				   chosen[i].count, chosen[i].name);
	}
	return device_add(part, DEVICE_LENGTH, &at->high, RECEIVED_LENGTH_SHIFT, 16, "");
}

static uint32_t big(const uint8_t *at, unsigned int bytes)
{
	uint32_t value = 0;

	while (bytes--)
		value = value << 8 | *at++;
	return value;
}

/* The sum of 16-bit words in ones' complement (RFC 1071). */
static uint32_t sum(const uint8_t *at, uint64_t length, uint32_t sum)
{
	for (; length > 1; length -= 2, at += 2)
		sum += big(at, 2);
	if (length)
		sum += (uint32_t)*at << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* What the card sees in a frame. */
struct seen {
	uint32_t type;			/* the packet type */
	bool ip_checked, ip_error, l4_checked, l4_error;
};

static void look_at_payload(struct seen *seen, unsigned int protocol, const uint8_t *at, uint64_t length, uint32_t pseudo)
{
	const bool is_udp = protocol == PROTOCOL_UDP;

	seen->type |= protocol == PROTOCOL_TCP ? TYPE_TCP : is_udp ? TYPE_UDP : protocol == PROTOCOL_SCTP ? TYPE_SCTP : 0;
	if ((protocol != PROTOCOL_TCP && !is_udp) || length < (is_udp ? UDP_HEADER : TCP_HEADER) || (is_udp && big(at + UDP_CHECKSUM, 2) == 0))
		return;
	seen->l4_checked = true;
	if (is_udp && big(at + 4, 2) >= UDP_HEADER && big(at + 4, 2) < length)
		length = big(at + 4, 2);
	seen->l4_error = sum(at, length, pseudo + protocol + length) != 0xffff;
}

static void look_at_ipv4(struct seen *seen, const uint8_t *at, uint64_t room)
{
	const uint64_t header = room >= IPV4_HEADER ? (at[0] & 15) * 4u : 0, length = room >= IPV4_HEADER ? big(at + 2, 2) : 0;

	if (header < IPV4_HEADER || at[0] >> 4 != 4 || length < header || length > room)
		return;
	seen->type |= TYPE_IPV4 | (header > IPV4_HEADER ? TYPE_IPV4_OPTIONS : 0);
	seen->ip_checked = true;
	seen->ip_error = sum(at, header, 0) != 0xffff;
	if (!(big(at + 6, 2) & IPV4_FRAGMENT))
		look_at_payload(seen, at[9], at + header, length - header, sum(at + 12, 8, 0));
}

static void look_at_ipv6(struct seen *seen, const uint8_t *at, uint64_t room)
{
	const uint64_t length = room >= IPV6_HEADER ? big(at + 4, 2) : 0;

	if (room < IPV6_HEADER || at[0] >> 4 != 6 || length > room - IPV6_HEADER)
		return;
	/* Behind extension headers it does not look here. */
	seen->type |= TYPE_IPV6 | (at[6] == 0 || at[6] == 43 || at[6] == 44 || at[6] == 60 ? TYPE_IPV6_EXTENSIONS : 0);
	look_at_payload(seen, at[6], at + IPV6_HEADER, length, sum(at + 8, 32, 0));
}

static struct seen look_at(const uint8_t *frame, uint64_t length)
{
	struct seen seen = { 0 };
	const uint64_t tag = length >= ETHERNET_HEADER + 4 && big(frame + 12, 2) == ETHERTYPE_VLAN ? 4 : 0, header = ETHERNET_HEADER + tag;
	uint32_t ethertype = length >= header ? big(frame + 12 + tag, 2) : 0;

	if (ethertype == ETHERTYPE_IPV4)
		look_at_ipv4(&seen, frame + header, length - header);
	else if (ethertype == ETHERTYPE_IPV6)
		look_at_ipv6(&seen, frame + header, length - header);
	return seen;
}

/* Datasheet 7.1.6.2, with VLANs, hashes, filters and timestamps off. */
static uint64_t tell(const char *name, const uint8_t *frame, uint64_t length)
{
	if (strcmp(name, "rx.packet_type") == 0)
		return look_at(frame, length).type;
	if (strcmp(name, "rx.ip_checked") == 0)
		return look_at(frame, length).ip_checked;
	if (strcmp(name, "rx.ip_error") == 0)
		return look_at(frame, length).ip_error;
	if (strcmp(name, "rx.l4_checked") == 0)
		return look_at(frame, length).l4_checked;
	if (strcmp(name, "rx.l4_error") == 0)
		return look_at(frame, length).l4_error;
	return 0;
}

/* Where the registers of a queue are. */
struct receive_queue {
	unsigned int port;
	uint32_t at;		/* what those of queue 0 are moved by */
	uint32_t control;	/* SRRCTL */
};

static struct receive_queue queue_of(unsigned int port, unsigned int number)
{
	const uint32_t half = RECEIVE_QUEUES / 2;
	const uint32_t at = number < half ? number * QUEUE_BYTES : UPPER_RECEIVE_QUEUES + (number - half) * QUEUE_BYTES;
	struct receive_queue queue = { port, at, number < SRRCTL_COUNT ? SRRCTL + 4 * number : SRRCTL_OF_QUEUE + at };

	return queue;
}

static uint64_t ring_of(const struct receive_queue *queue)
{
	return value(queue->port, RDBAL + queue->at) | (uint64_t)value(queue->port, RDBAH + queue->at) << 32;
}

/*
 * The queue that the driver polls: it keeps the address of the descriptors that
 * it has told the card. Where the entry may be another function than the
 * driver's, queue 0 of the wanted port; whether there is one.
 */
static bool find_queue(const struct device_arrival *arrival, struct receive_queue *queue)
{
	uint64_t words[DRIVER_WORDS];
	unsigned int port, number, i;

	if (!device_peek(words, (void *)arrival->queue, sizeof(words)))
		memset(words, 0, sizeof(words));
	for (port = 0; port < CARD_PORTS; port++) {
		for (number = 0; number < RECEIVE_QUEUES; number++) {
			*queue = queue_of(port, number);
			for (i = 0; i < DRIVER_WORDS; i++) {
				if (words[i] && words[i] == ring_of(queue))
					return true;
			}
		}
	}
	*queue = queue_of(arrival->port, 0);
	return !arrival->is_queue;
}

/* Why no packet can arrive; NULL if one can. */
static const char *obstacle(const struct receive_queue *queue)
{
	uint32_t size = value(queue->port, RDLEN + queue->at) / sizeof(struct receive_descriptor);
	uint32_t head = value(queue->port, RDH + queue->at);

	if (!card_register(queue->port, 0))
		return "has no such port that the program drives";
	if (!(value(queue->port, RXCTRL) & RXCTRL_ENABLE) || !(value(queue->port, RXDCTL + queue->at) & RXDCTL_ENABLE) || size == 0)
		return "was not told to receive";
	if ((value(queue->port, queue->control) & SRRCTL_TYPE) != SRRCTL_ONE_BUFFER)
		return "is asked for receive descriptors that are not advanced ones with one buffer";
	if (head == value(queue->port, RDT + queue->at) || head >= size)
		return "has no free receive descriptor: earlier packets fill the ring";
	return NULL;
}

static unsigned int put(const struct device_arrival *arrival, struct device_part *parts)
{
	struct device_part *part = device_add(parts, DEVICE_NAME, NULL, 0, 0, card.name);
	struct receive_queue queue;
	struct receive_descriptor *at;
	uint32_t head, room;
	const char *why = find_queue(arrival, &queue) ? obstacle(&queue) : "is not what the entry's port receives from";

	part[-1].value = queue.port;
	if (why)
		return device_add(part, DEVICE_FAULT, NULL, 0, 0, why) - parts;
	head = value(queue.port, RDH + queue.at);
	room = (value(queue.port, queue.control) & SRRCTL_KILOBYTES) * 1024;
	at = (struct receive_descriptor *)ring_of(&queue) + head;
	part = device_add(part, DEVICE_PACKET, (void *)at->low, 0, room, "");
	part = device_add_before(device_add_before(part, &at->low), &at->high);
	part = device_add_before(part, card_register(queue.port, RDH + queue.at));
	part = device_add(part, DEVICE_EVENT, (void *)ring_of(&queue), 1, value(queue.port, RDLEN + queue.at), DEVICE_GIVING_BUFFERS);
	part = card_add_strangers(pool_add(add_descriptor(part, queue.port, at), (const void *)at->low));
	if (arrival->packet) {
		room = arrival->length < room ? arrival->length : room;
		device_touch((void *)at->low, room);
		memcpy((void *)at->low, arrival->packet, room);
	} else {
		card_release();
	}
	device_touch(at, sizeof(*at));
	at->low = 0;
	at->high = arrival->length << RECEIVED_LENGTH_SHIFT | RECEIVED_END_OF_PACKET | RECEIVED_DONE;
	set(queue.port, RDH + queue.at, (head + 1) % (value(queue.port, RDLEN + queue.at) / sizeof(*at)));
	return part - parts;
}

static void set_up(const char *folder, const char *properties)
{
	(void)properties;
	card_plug_in(folder);
}

__attribute__((visibility("default"))) const struct device bolt_device = {
	.set_up = set_up,
	.take = take,
	.tell = tell,
	.put = put,
};
