/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two ports of a virtio network device, modern and on the PCI bus, for DPDK's
 * net_virtio (virtio 1.1 specification: 4.1 for the transport, 5.1 for the device).
 *
 * It has one pair of queues and one for commands, and offers what QEMU's does
 * unless its properties say otherwise. A packet arrives in one buffer of the queue
 * that the driver polls. What is in its header is said to be anything that was
 * negotiated, whatever is in the packet; the rest of the header is zero. Sent
 * packets are gone at once when take() is called. Commands act only before the
 * first snapshot; interrupts never come.
 */
#include <string.h>

#include <linux/pci_regs.h>
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/virtio_pci.h>
#include <linux/virtio_ring.h>

#include "card.h"
#include "device.h"
#include "pool.h"
#include "virtqueue.h"

/* The queues of a device with one pair. */
enum { RECEIVE, TRANSMIT, CONTROL, QUEUES };

#define QUEUE_SIZE 256

/* Where the structures are among the registers. Each queue has a page to be notified by. */
#define COMMON 0x0000u
#define INTERRUPT_STATUS 0x1000u
#define DEVICE 0x2000u
#define NOTIFY 0x4000u
#define SIZE 0x8000u

/* How much before and behind the queue that a driver hands over is looked at, in words. */
#define DRIVER_WORDS 16

#define FEATURE(bit) (1ull << (bit))

/* What it always has, and what set_up() adds. */
static uint64_t offered = FEATURE(VIRTIO_F_VERSION_1) | FEATURE(VIRTIO_RING_F_INDIRECT_DESC) | FEATURE(VIRTIO_NET_F_MAC) |
	FEATURE(VIRTIO_NET_F_STATUS) | FEATURE(VIRTIO_NET_F_CSUM) | FEATURE(VIRTIO_NET_F_HOST_TSO4) | FEATURE(VIRTIO_NET_F_HOST_TSO6) |
	FEATURE(VIRTIO_NET_F_CTRL_VQ) | FEATURE(VIRTIO_NET_F_CTRL_RX) | FEATURE(VIRTIO_NET_F_CTRL_VLAN) |
	FEATURE(VIRTIO_NET_F_CTRL_MAC_ADDR);

/* Whether it is told of each buffer that becomes available. */
static enum { TOLD_AS_IT_LIKES, TOLD_ALWAYS, TOLD_NEVER } notification;

static struct {
	uint64_t negotiated;
	uint8_t status;
	struct virtqueue queues[QUEUES];
} ports[CARD_PORTS];

/* ---- registers ---- */

/* NULL if the program has not opened this port. */
static struct virtio_pci_common_cfg *common(unsigned int port)
{
	return (struct virtio_pci_common_cfg *)card_register(port, COMMON);
}

/* The one that registers speak of; NULL if there is no such queue. */
static struct virtqueue *selected(unsigned int port)
{
	const uint16_t queue = common(port)->queue_select;

	return queue < QUEUES ? &ports[port].queues[queue] : NULL;
}

static bool is_free(uint32_t page)
{
	return page != COMMON && page != NOTIFY + CONTROL * CARD_PAGE;
}

static bool has(uint32_t offset)
{
	return offset < sizeof(struct virtio_pci_common_cfg) || offset == NOTIFY + CONTROL * CARD_PAGE;
}

static void show_queue(unsigned int port)
{
	static const struct virtqueue none;
	const struct virtqueue *queue = selected(port) ? selected(port) : &none;
	struct virtio_pci_common_cfg *registers = common(port);

	registers->queue_size = queue->size;
	registers->queue_msix_vector = queue->vector;
	registers->queue_enable = queue->enabled;
	registers->queue_notify_off = registers->queue_select;
	registers->queue_desc_lo = queue->descriptors;
	registers->queue_desc_hi = queue->descriptors >> 32;
	registers->queue_avail_lo = queue->driver;
	registers->queue_avail_hi = queue->driver >> 32;
	registers->queue_used_lo = queue->device;
	registers->queue_used_hi = queue->device >> 32;
}

static void note_queue(unsigned int port)
{
	const struct virtio_pci_common_cfg *registers = common(port);
	struct virtqueue *queue = selected(port);

	if (!queue)
		return;
	queue->size = registers->queue_size;
	queue->vector = registers->queue_msix_vector;
	queue->descriptors = registers->queue_desc_lo | (uint64_t)registers->queue_desc_hi << 32;
	queue->driver = registers->queue_avail_lo | (uint64_t)registers->queue_avail_hi << 32;
	queue->device = registers->queue_used_lo | (uint64_t)registers->queue_used_hi << 32;
	if (registers->queue_enable && !queue->enabled)
		virtqueue_start(queue, ports[port].negotiated & FEATURE(VIRTIO_F_RING_PACKED));
	queue->enabled = registers->queue_enable;
}

static void reset(unsigned int port)
{
	struct virtio_net_config *device = (struct virtio_net_config *)card_register(port, DEVICE);
	unsigned int queue;

	memset(card_register(port, 0), 0, SIZE);
	memset(&ports[port], 0, sizeof(ports[port]));
	for (queue = 0; queue < QUEUES; queue++)
		ports[port].queues[queue].size = QUEUE_SIZE;
	/* 02:00:00:00:01:00 and one more for port 1: administered locally. */
	device->mac[0] = 2;
	device->mac[4] = 1;
	device->mac[5] = port;
	device->status = VIRTIO_NET_S_LINK_UP;
	device->max_virtqueue_pairs = 1;
	common(port)->num_queues = QUEUES;
	show_queue(port);
}

static bool is_running(unsigned int port, unsigned int queue)
{
	return (ports[port].status & VIRTIO_CONFIG_S_DRIVER_OK) && ports[port].queues[queue].enabled && ports[port].queues[queue].size;
}

static void suppress_notifications(unsigned int port)
{
	unsigned int queue;

	for (queue = RECEIVE; queue <= TRANSMIT; queue++) {
		if (notification == TOLD_NEVER && is_running(port, queue))
			*virtqueue_suppression(&ports[port].queues[queue]) = 1;
	}
}

/* A driver that wants what was not offered, or an older device, is told so by a missing bit. */
static void note_status(unsigned int port)
{
	struct virtio_pci_common_cfg *registers = common(port);

	if (registers->device_status == 0 && ports[port].status != 0)
		return reset(port);
	if ((ports[port].negotiated & ~offered) || !(ports[port].negotiated & FEATURE(VIRTIO_F_VERSION_1)))
		registers->device_status &= ~VIRTIO_CONFIG_S_FEATURES_OK;
	ports[port].status = registers->device_status;
	suppress_notifications(port);
}

static uint32_t half(uint64_t features, uint32_t select)
{
	return select < 2 ? features >> 32 * select : 0;
}

static void negotiate(unsigned int port, uint32_t select, uint32_t features)
{
	if (select < 2)
		ports[port].negotiated = (ports[port].negotiated & ~((uint64_t)UINT32_MAX << 32 * select)) | (uint64_t)features << 32 * select;
}

static void command(unsigned int port);

/* Of registers that share 32 bits it is not known which was written: each is treated as if it was. */
static void written(unsigned int port, uint32_t offset, uint32_t to)
{
	switch (offset) {
	case VIRTIO_PCI_COMMON_DFSELECT:
		common(port)->device_feature = half(offered, to);
		break;
	case VIRTIO_PCI_COMMON_GF:
		negotiate(port, common(port)->guest_feature_select, to);
		break;
	case VIRTIO_PCI_COMMON_STATUS:
		note_status(port);
		show_queue(port);
		break;
	case NOTIFY + CONTROL * CARD_PAGE:
		command(port);
		break;
	default:
		if (offset >= VIRTIO_PCI_COMMON_Q_SIZE)
			note_queue(port);
	}
}

/* ---- what the configuration space says of registers ---- */

#define COMMON_CAPABILITY CARD_CAPABILITIES
#define NOTIFY_CAPABILITY (COMMON_CAPABILITY + sizeof(struct virtio_pci_cap))
#define INTERRUPT_CAPABILITY (NOTIFY_CAPABILITY + sizeof(struct virtio_pci_notify_cap))
#define DEVICE_CAPABILITY (INTERRUPT_CAPABILITY + sizeof(struct virtio_pci_cap))

#define STRUCTURE(type, size_of, following, at, bytes) { \
	.cap_vndr = PCI_CAP_ID_VNDR, .cap_next = (following), .cap_len = (size_of), .cfg_type = (type), .offset = (at), .length = (bytes) }

static const struct {
	struct virtio_pci_cap common;
	struct virtio_pci_notify_cap notify;
	struct virtio_pci_cap interrupt, device;
} capabilities = {
	STRUCTURE(VIRTIO_PCI_CAP_COMMON_CFG, sizeof(struct virtio_pci_cap), NOTIFY_CAPABILITY, COMMON, sizeof(struct virtio_pci_common_cfg)),
	{
		STRUCTURE(VIRTIO_PCI_CAP_NOTIFY_CFG, sizeof(struct virtio_pci_notify_cap), INTERRUPT_CAPABILITY, NOTIFY, QUEUES * CARD_PAGE),
		CARD_PAGE,
	},
	STRUCTURE(VIRTIO_PCI_CAP_ISR_CFG, sizeof(struct virtio_pci_cap), DEVICE_CAPABILITY, INTERRUPT_STATUS, 1),
	STRUCTURE(VIRTIO_PCI_CAP_DEVICE_CFG, sizeof(struct virtio_pci_cap), 0, DEVICE, sizeof(struct virtio_net_config)),
};

const struct card card = {
	.name = "virtio network device",
	.driver = "net_virtio",
	.vendor = 0x1af4,
	.device = 0x1041,
	.class_code = 0x020000,
	.size = SIZE,
	.capabilities = &capabilities,
	.capabilities_size = sizeof(capabilities),
	.is_free = is_free,
	.has = has,
	.reset = reset,
	.written = written,
};

/* ---- commands and sending ---- */

/* Modes, addresses and VLANs that are received change nothing: a packet arrives whatever it is. */
static uint8_t answer_to(const struct virtio_net_ctrl_hdr *header)
{
	return header->class <= VIRTIO_NET_CTRL_VLAN ? VIRTIO_NET_OK : VIRTIO_NET_ERR;
}

/* The driver waits for its answer, and so may do so before it says that it is ready. */
static void command(unsigned int port)
{
	struct virtqueue *queue = &ports[port].queues[CONTROL];
	struct virtqueue_buffer buffer;

	while (queue->enabled && queue->size && virtqueue_next(queue, &buffer)) {
		*(uint8_t *)buffer.last.address = answer_to((const struct virtio_net_ctrl_hdr *)buffer.first.address);
		virtqueue_use(queue, &buffer, 1);
	}
}

/* Tells of what a buffer of the transmit queue holds behind the header. */
static void tell_sent(unsigned int port, const struct virtqueue *queue, const struct virtqueue_buffer *buffer, device_sent sent)
{
	uint64_t header = sizeof(struct virtio_net_hdr_v1);
	struct virtqueue_piece piece;
	bool is_there = virtqueue_first(queue, buffer, &piece);

	while (is_there) {
		const uint64_t of_header = header < piece.at.length ? header : piece.at.length;
		const struct virtqueue_descriptor now = piece.at;

		header -= of_header;
		is_there = virtqueue_another(queue, &piece);
		sent(port, (const uint8_t *)now.address + of_header, now.length - of_header, !is_there);
	}
}

static void take(device_sent sent)
{
	struct virtqueue_buffer buffer;
	unsigned int port;

	for (port = 0; port < CARD_PORTS; port++) {
		struct virtqueue *queue = &ports[port].queues[TRANSMIT];

		while (is_running(port, TRANSMIT) && virtqueue_next(queue, &buffer)) {
			if (sent)
				tell_sent(port, queue, &buffer, sent);
			virtqueue_use(queue, &buffer, 0);
		}
	}
}

/* ---- receiving ---- */

/* A field that does not cross from one word into the next. */
static struct device_part *add_field(struct device_part *part, enum device_part_kind kind, const void *field, unsigned int first,
				     unsigned int count, const char *name)
{
	const uint64_t at = (uint64_t)field;

	return device_add(part, kind, (void *)(at & -8ull), at % 8 * 8 + first, count, name);
}

/* What a device chooses in the header before a packet, if one of these features was negotiated (5.1.6.4.1); the rest is zero. */
static const struct {
	size_t field;
	unsigned int first, count;
	const char *name;
	uint64_t features;
} chosen[] = {
	{ offsetof(struct virtio_net_hdr_v1, flags), 0, 1, "rx.needs_csum", FEATURE(VIRTIO_NET_F_GUEST_CSUM) },
	{ offsetof(struct virtio_net_hdr_v1, flags), 1, 1, "rx.data_valid", FEATURE(VIRTIO_NET_F_GUEST_CSUM) },
	{ offsetof(struct virtio_net_hdr_v1, csum_start), 0, 16, "rx.csum_start", FEATURE(VIRTIO_NET_F_GUEST_CSUM) },
	{ offsetof(struct virtio_net_hdr_v1, csum_offset), 0, 16, "rx.csum_offset", FEATURE(VIRTIO_NET_F_GUEST_CSUM) },
	{ offsetof(struct virtio_net_hdr_v1, gso_type), 0, 1, "rx.gso_tcpv4", FEATURE(VIRTIO_NET_F_GUEST_TSO4) },
	{ offsetof(struct virtio_net_hdr_v1, gso_type), 2, 1, "rx.gso_tcpv6", FEATURE(VIRTIO_NET_F_GUEST_TSO6) },
	{ offsetof(struct virtio_net_hdr_v1, gso_size), 0, 16, "rx.gso_size",
	  FEATURE(VIRTIO_NET_F_GUEST_TSO4) | FEATURE(VIRTIO_NET_F_GUEST_TSO6) },
	{ offsetof(struct virtio_net_hdr_v1, hdr_len), 0, 16, "rx.hdr_len",
	  FEATURE(VIRTIO_NET_F_GUEST_TSO4) | FEATURE(VIRTIO_NET_F_GUEST_TSO6) },
};

static struct device_part *add_header(struct device_part *part, unsigned int port, const uint8_t *header)
{
	unsigned int i;

	for (i = 0; i < sizeof(chosen) / sizeof(chosen[0]); i++) {
		if (ports[port].negotiated & chosen[i].features)
			part = add_field(part, DEVICE_CHOSEN, header + chosen[i].field, chosen[i].first, chosen[i].count, chosen[i].name);
	}
	return part;
}

/* Unless it is set whether the device is told of each buffer, that is its choice, at any time. */
static struct device_part *add_suppression(struct device_part *part)
{
	static const struct {
		unsigned int port, queue;
		const char *name;
	} queues[] = {
		{ 0, RECEIVE, "rx0.no_notify" }, { 0, TRANSMIT, "tx0.no_notify" },
		{ 1, RECEIVE, "rx1.no_notify" }, { 1, TRANSMIT, "tx1.no_notify" },
	};
	unsigned int i;

	for (i = 0; i < sizeof(queues) / sizeof(queues[0]); i++) {
		if (notification == TOLD_AS_IT_LIKES && is_running(queues[i].port, queues[i].queue))
			part = add_field(part, DEVICE_STANDING, virtqueue_suppression(&ports[queues[i].port].queues[queues[i].queue]), 0, 1,
					 queues[i].name);
	}
	return part;
}

/*
 * The port that the driver polls: its structure of a queue has the address of the
 * descriptors that it has told the device, and the entry's argument is inside of
 * it. Where the entry may be another function than the driver's, the wanted port;
 * whether there is one.
 */
static bool find_port(const struct device_arrival *arrival, unsigned int *port)
{
	uint64_t words[2 * DRIVER_WORDS];
	unsigned int i;

	if (!device_peek(words, (uint64_t *)arrival->queue - DRIVER_WORDS, sizeof(words)))
		memset(words, 0, sizeof(words));
	for (*port = 0; *port < CARD_PORTS; ++*port) {
		for (i = 0; i < 2 * DRIVER_WORDS; i++) {
			if (words[i] && words[i] == ports[*port].queues[RECEIVE].descriptors)
				return true;
		}
	}
	*port = arrival->port;
	return !arrival->is_queue;
}

/* Why no packet can arrive; NULL if one can. */
static const char *obstacle(unsigned int port, struct virtqueue_buffer *buffer)
{
	const uint64_t header = sizeof(struct virtio_net_hdr_v1);

	if (port >= CARD_PORTS || !common(port))
		return "has no such port that the program drives";
	if (!is_running(port, RECEIVE))
		return "was not told to receive";
	if (!virtqueue_next(&ports[port].queues[RECEIVE], buffer))
		return "has no free receive descriptor: earlier packets fill the ring";
	if (buffer->count != 1 || !(buffer->first.flags & VRING_DESC_F_WRITE) || (buffer->first.flags & VRING_DESC_F_INDIRECT) ||
	    buffer->first.length < header || (buffer->first.address + header) % 8)
		return "is given receive buffers that are not one piece with room for a header";
	return NULL;
}

static struct device_part *add_delivery(struct device_part *part, unsigned int port, const struct virtqueue_buffer *buffer)
{
	const struct virtqueue *queue = &ports[port].queues[RECEIVE];
	const uint64_t header = buffer->first.address, packet = header + sizeof(struct virtio_net_hdr_v1);
	const uint64_t *words[VIRTQUEUE_WORDS];
	unsigned int i, count = virtqueue_words(queue, words);
	const void *given;
	uint64_t at;

	part = device_add(part, DEVICE_PACKET, (void *)packet, 0, buffer->first.length - sizeof(struct virtio_net_hdr_v1), "");
	for (i = 0; i < count; i++)
		part = device_add_before(part, words[i]);
	for (at = header & -8ull; at < packet; at += 8)
		part = device_add_before(part, (const void *)at);
	part = add_header(part, port, (const uint8_t *)header);
	part = add_field(part, DEVICE_LENGTH, virtqueue_written(queue), 0, 32, "");
	part[-1].value = sizeof(struct virtio_net_hdr_v1);
	part = device_add(part, DEVICE_EVENT, NULL, 1, 0, DEVICE_GIVING_BUFFERS);
	part[-1].count = virtqueue_given(queue, &given);
	part[-1].address = (uint64_t)given;
	return add_suppression(pool_add(part, (const void *)packet));
}

static unsigned int put(const struct device_arrival *arrival, struct device_part *parts)
{
	const struct virtio_net_hdr_v1 header = { .num_buffers = 1 };
	struct device_part *part = device_add(parts, DEVICE_NAME, NULL, 0, 0, card.name);
	struct virtqueue_buffer buffer;
	unsigned int port;
	const char *why = find_port(arrival, &port) ? obstacle(port, &buffer) : "is not what the entry's port receives from";
	uint64_t room;

	part[-1].value = port;
	if (why)
		return device_add(part, DEVICE_FAULT, NULL, 0, 0, why) - parts;
	part = card_add_strangers(add_delivery(part, port, &buffer));
	room = buffer.first.length - sizeof(header);
	room = arrival->length < room ? arrival->length : room;
	device_touch((void *)buffer.first.address, sizeof(header) + room);
	memcpy((void *)buffer.first.address, &header, sizeof(header));
	if (arrival->packet)
		memcpy((uint8_t *)buffer.first.address + sizeof(header), arrival->packet, room);
	else
		card_release();
	virtqueue_use(&ports[port].queues[RECEIVE], &buffer, sizeof(header) + arrival->length);
	return part - parts;
}

static void set_up(const char *folder, const char *properties)
{
	static const struct {
		const char *assignment;
		uint64_t feature;
	} features[] = {
		{ "mrg_rxbuf=on", FEATURE(VIRTIO_NET_F_MRG_RXBUF) },
		{ "guest_csum=on",
		  FEATURE(VIRTIO_NET_F_GUEST_CSUM) | FEATURE(VIRTIO_NET_F_GUEST_TSO4) | FEATURE(VIRTIO_NET_F_GUEST_TSO6) },
		{ "packed=on", FEATURE(VIRTIO_F_RING_PACKED) },
		{ "in_order=on", FEATURE(VIRTIO_F_IN_ORDER) },
	};
	unsigned int i;

	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
		if (strstr(properties, features[i].assignment))
			offered |= features[i].feature;
	}
	if (strstr(properties, "notify=on"))
		notification = TOLD_ALWAYS;
	else if (strstr(properties, "notify=off"))
		notification = TOLD_NEVER;
	card_plug_in(folder);
}

__attribute__((visibility("default"))) const struct device bolt_device = {
	.set_up = set_up,
	.take = take,
	.put = put,
};
