/* SPDX-License-Identifier: Apache-2.0 */
/* The options of a network function as data: what values each has, and where they go. */
#ifndef OPTION_H
#define OPTION_H

#include <stdbool.h>
#include <stdint.h>

#include <rte_ether.h>

enum option_kind {
	OPTION_FLAG,		/* a bool; the option has no value and makes it true */
	OPTION_NUMBER,		/* a uint64_t within the option's range */
	OPTION_POWER_OF_TWO,	/* likewise */
	OPTION_ADDRESS,		/* a uint32_t: an IPv4 address, in network byte order */
	OPTION_ETHER,		/* a struct rte_ether_addr */
	OPTION_ROUTE,		/* added to a struct option_routes, at most as many times as the range says */
};

/*
 * They follow "--" and the options of DPDK on the command line. Where an option
 * is not given, what is at @to stays as it is.
 */
struct nf_option {
	const char *name;
	const char *argument;	/* its name in --help; NULL if it takes none */
	const char *help;
	enum option_kind kind;
	void *to;
	uint64_t least, most;
};

/* PREFIX/LENGTH,PORT[,GATEWAY]; the gateway is 02:00:00:00:00:PORT unless given. */
struct option_route {
	uint32_t prefix;	/* in host byte order */
	uint8_t length;
	uint16_t port;
	struct rte_ether_addr gateway;
};

struct option_routes {
	struct option_route *route;	/* room for as many as there may be */
	unsigned int count;
};

/*
 * Reads the options of a command line, its first word being the program's name.
 * They are those of both tables, each up to an entry whose name is NULL, and
 * --help. Returns 0 to go on; 1 after --help; -1 if an option is not valid, after
 * saying on standard error what is wrong with it.
 */
int option_read(int count, char **arguments, const char *description, const struct nf_option *own,
		const struct nf_option *common);

/* A seed for hashes that nobody can know; 0 is none. */
uint32_t option_random_seed(void);

#endif
