// SPDX-License-Identifier: Apache-2.0
/*
 * The program around a network function; see nf.h.
 *
 * One thread, one queue a port. The packet path makes no system call and does
 * not enter the vDSO: time is the time stamp counter, scaled by a factor that
 * is worked out once at the start.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "nf.h"

#define BURST 32
#define DESCRIPTORS 1024
#define POOL_SIZE 8191
#define POOL_CACHE 250

/*
 * Nanoseconds since 1970 are offset + tsc * scale / 2^32, with a product of 128
 * bits: no division, and no overflow in any time that matters.
 */
struct clock {
	uint64_t offset;
	uint64_t scale;
};

struct counters {
	uint64_t received;
	uint64_t sent;
	uint64_t dropped;
};

static volatile sig_atomic_t stop;

/* After how many polls in a row without a packet to stop; 0 is never. */
static uint64_t idle_exit;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

static inline uint64_t clock_now(const struct clock *clock)
{
	return clock->offset +
	       (uint64_t)(((unsigned __int128)rte_rdtsc() * clock->scale) >> 32);
}

static struct clock clock_start(void)
{
	struct clock clock = { .offset = 0 };
	struct timespec time;

	clock.scale = (uint64_t)(((unsigned __int128)1000000000 << 32) /
				 rte_get_tsc_hz());
	clock_gettime(CLOCK_REALTIME, &time);
	clock.offset = (uint64_t)time.tv_sec * 1000000000 +
		       (uint64_t)time.tv_nsec - clock_now(&clock);
	return clock;
}

static int port_start(uint16_t port, struct rte_mempool *pool)
{
	struct rte_eth_conf conf;
	uint16_t rx_descriptors = DESCRIPTORS;
	uint16_t tx_descriptors = DESCRIPTORS;
	int socket = rte_eth_dev_socket_id(port);
	int status;

	memset(&conf, 0, sizeof(conf));
	status = rte_eth_dev_configure(port, 1, 1, &conf);
	if (status)
		return status;
	status = rte_eth_dev_adjust_nb_rx_tx_desc(port, &rx_descriptors,
						  &tx_descriptors);
	if (status)
		return status;
	status = rte_eth_rx_queue_setup(port, 0, rx_descriptors, socket, NULL,
					pool);
	if (status)
		return status;
	status = rte_eth_tx_queue_setup(port, 0, tx_descriptors, socket, NULL);
	if (status)
		return status;
	status = rte_eth_dev_start(port);
	if (status)
		return status;

	/* Some drivers are promiscuous by nature and do not have the call. */
	status = rte_eth_promiscuous_enable(port);
	return status == -ENOTSUP ? 0 : status;
}

static void drop(struct rte_mbuf *packet, struct counters *counters)
{
	rte_pktmbuf_free(packet);
	counters->dropped++;
}

static void send_run(uint16_t port, struct rte_mbuf **packets, uint16_t count,
		     struct counters *counters)
{
	uint16_t sent = rte_eth_tx_burst(port, 0, packets, count);

	counters->sent += sent;
	while (sent < count)
		drop(packets[sent++], counters);
}

/* Sends the same buffer to every port but @in; the last one to be done with it frees it. */
static void flood(uint16_t in, struct rte_mbuf *packet, uint16_t ports,
		  struct counters *counters)
{
	uint16_t port;

	if (ports < 2) {
		drop(packet, counters);
		return;
	}
	rte_mbuf_refcnt_update(packet, (int16_t)(ports - 2));
	for (port = 0; port < ports; port++) {
		if (port != in)
			send_run(port, &packet, 1, counters);
	}
}

/*
 * Takes what is waiting at @port. Packets that follow each other to the same
 * port are sent together: order is kept and no timer is needed.
 */
static uint16_t poll_port(uint16_t port, uint16_t ports,
			  const struct clock *clock, struct counters *counters)
{
	struct rte_mbuf *burst[BURST];
	struct rte_mbuf *run[BURST];
	uint16_t run_length = 0;
	int run_port = 0;
	uint16_t received = rte_eth_rx_burst(port, 0, burst, BURST);
	uint64_t now;
	uint16_t i;

	if (received == 0)
		return 0;
	counters->received += received;
	now = clock_now(clock);

	for (i = 0; i < received; i++) {
		struct rte_mbuf *packet = burst[i];
		int out = nf_process(port, rte_pktmbuf_mtod(packet, uint8_t *),
				     rte_pktmbuf_data_len(packet), now);

		if (out < 0) {
			if (out != NF_FLOOD) {
				drop(packet, counters);
				continue;
			}
			/* What came before goes out before. */
			if (run_length > 0)
				send_run(run_port, run, run_length, counters);
			run_length = 0;
			flood(port, packet, ports, counters);
			continue;
		}
		if (run_length > 0 && out != run_port) {
			send_run(run_port, run, run_length, counters);
			run_length = 0;
		}
		run_port = out;
		run[run_length++] = packet;
	}
	if (run_length > 0)
		send_run(run_port, run, run_length, counters);
	return received;
}

static void run(uint16_t ports, struct counters *counters)
{
	struct clock clock = clock_start();
	uint64_t idle = 0;

	while (!stop) {
		uint64_t received = 0;
		uint16_t port;

		for (port = 0; port < ports; port++)
			received += poll_port(port, ports, &clock,
					      counters);
		idle = received ? 0 : idle + 1;
		if (idle_exit && idle >= idle_exit)
			return;
	}
}

/* What every network function has. The copy keeps the compiler's knowledge of the packet path's own variable. */
static uint64_t idle_exit_option;

static const struct nf_option common_options[] = {
	{ "idle-exit", "N", "end after N polls of all ports in a row without a packet", OPTION_NUMBER, &idle_exit_option,
	  1, UINT64_MAX },
	{ .name = NULL }
};

/* Returns 0 to go on, 1 when there is nothing left to do, -1 if invalid. */
static int parse_options(int count, char **arguments)
{
	int status = option_read(count, arguments, nf_description, nf_options, common_options);

	idle_exit = idle_exit_option;
	return status;
}

static int start(uint16_t ports)
{
	struct rte_mempool *pool;
	uint16_t port;

	pool = rte_pktmbuf_pool_create("packets", POOL_SIZE, POOL_CACHE, 0,
				       RTE_MBUF_DEFAULT_BUF_SIZE,
				       (int)rte_socket_id());
	if (!pool) {
		fprintf(stderr, "no memory for packets: %s\n",
			rte_strerror(rte_errno));
		return -1;
	}
	for (port = 0; port < ports; port++) {
		int status = port_start(port, pool);

		if (status) {
			fprintf(stderr, "port %u does not start: %s\n", port,
				rte_strerror(-status));
			return -1;
		}
	}
	return 0;
}

static void close_ports(uint16_t ports)
{
	uint16_t port;

	for (port = 0; port < ports; port++) {
		rte_eth_dev_stop(port);
		rte_eth_dev_close(port);
	}
}

int main(int argc, char **argv)
{
	struct counters counters = { 0 };
	uint16_t ports;
	int used;
	int status;

	used = rte_eal_init(argc, argv);
	if (used < 0) {
		fprintf(stderr, "DPDK does not start: %s\n",
			rte_strerror(rte_errno));
		return EXIT_FAILURE;
	}
	status = parse_options(argc - used, argv + used);
	if (status) {
		rte_eal_cleanup();
		return status > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	}
	ports = rte_eth_dev_count_avail();
	if (nf_init(ports) || start(ports)) {
		rte_eal_cleanup();
		return EXIT_FAILURE;
	}

	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	run(ports, &counters);

	close_ports(ports);
	rte_eal_cleanup();
	printf("%" PRIu64 " received, %" PRIu64 " sent, %" PRIu64 " dropped\n",
	       counters.received, counters.sent, counters.dropped);
	return EXIT_SUCCESS;
}
