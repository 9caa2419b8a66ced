/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the values of options. Each returns 0, or -1 after saying on standard error what is wrong with --@name. */
#ifndef OPTION_H
#define OPTION_H

#include <stdint.h>

#include <rte_ether.h>

int option_number(const char *name, const char *text, uint64_t least, uint64_t most, uint64_t *value);
int option_power_of_two(const char *name, const char *text, uint64_t least, uint64_t most, uint64_t *value);

/* An IPv4 address, in network byte order. */
int option_address(const char *name, const char *text, uint32_t *address);
int option_ether(const char *name, const char *text, struct rte_ether_addr *address);

/* PREFIX/LENGTH,PORT[,GATEWAY]; the gateway is 02:00:00:00:00:PORT unless given. */
struct option_route {
	uint32_t prefix;	/* in host byte order */
	uint8_t length;
	uint16_t port;
	struct rte_ether_addr gateway;
};

int option_route(const char *name, const char *text, struct option_route *route);

/* A seed for hashes that nobody can know; 0 is none. */
uint32_t option_random_seed(void);

#endif
