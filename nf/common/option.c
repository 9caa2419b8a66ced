// SPDX-License-Identifier: Apache-2.0
#include "option.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <arpa/inet.h>

#include <rte_common.h>

#define OPTIONS_MAX 16
#define FIRST_VALUE 256	/* beyond every letter; getopt_long() returns it for the first option */

static int invalid(const struct nf_option *option, const char *text, const char *reason)
{
	fprintf(stderr, "--%s %s: %s\n", option->name, text, reason);
	return -1;
}

static int read_number(const struct nf_option *option, const char *text)
{
	uint64_t *value = option->to;
	char reason[80];
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	if (errno == 0 && end != text && *end == 0 && text[0] != '-' && *value >= option->least && *value <= option->most)
		return 0;
	if (option->most == UINT64_MAX)
		return invalid(option, text, "not a positive number");
	snprintf(reason, sizeof(reason), "not a number from %" PRIu64 " to %" PRIu64, option->least, option->most);
	return invalid(option, text, reason);
}

static int read_power_of_two(const struct nf_option *option, const char *text)
{
	const uint64_t *value = option->to;

	if (read_number(option, text))
		return -1;
	return *value & (*value - 1) ? invalid(option, text, "not a power of two") : 0;
}

static int read_address(const struct nf_option *option, const char *text)
{
	struct in_addr parsed;

	if (inet_pton(AF_INET, text, &parsed) != 1)
		return invalid(option, text, "not an IPv4 address");
	*(uint32_t *)option->to = parsed.s_addr;
	return 0;
}

static int read_ether(const struct nf_option *option, const char *text)
{
	return rte_ether_unformat_addr(text, option->to) ? invalid(option, text, "not an Ethernet address") : 0;
}

static int read_route(const struct nf_option *option, const char *text)
{
	struct option_routes *routes = option->to;
	struct option_route *route = &routes->route[routes->count];
	struct in_addr address;
	char prefix[16];
	unsigned int length;
	unsigned int port;
	uint32_t mask;
	int end = 0;

	if (routes->count == option->most)
		return invalid(option, text, "more routes than the table holds");
	if (sscanf(text, "%15[0-9.]/%2u,%5u%n", prefix, &length, &port, &end) != 3 ||
	    inet_pton(AF_INET, prefix, &address) != 1 || length > 32 || port >= RTE_MAX_ETHPORTS)
		return invalid(option, text, "not PREFIX/LENGTH,PORT[,GATEWAY]");
	route->prefix = ntohl(address.s_addr);
	route->length = (uint8_t)length;
	route->port = (uint16_t)port;
	route->gateway = (struct rte_ether_addr){ { 2, 0, 0, 0, 0, (uint8_t)port } };
	if (text[end] && (text[end] != ',' || rte_ether_unformat_addr(text + end + 1, &route->gateway)))
		return invalid(option, text, "not an Ethernet address at its end");
	mask = length ? UINT32_MAX << (32 - length) : 0;
	if (route->prefix & ~mask)
		return invalid(option, text, "the prefix has bits beyond its length");
	routes->count++;
	return 0;
}

static int read_option(const struct nf_option *option, const char *text)
{
	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)option->to = true;
		return 0;
	case OPTION_NUMBER:
		return read_number(option, text);
	case OPTION_POWER_OF_TWO:
		return read_power_of_two(option, text);
	case OPTION_ADDRESS:
		return read_address(option, text);
	case OPTION_ETHER:
		return read_ether(option, text);
	case OPTION_ROUTE:
		return read_route(option, text);
	}
	return -1;
}

static void print_options(FILE *out, const struct nf_option *option)
{
	for (; option->name; option++)
		fprintf(out, "  --%s%s%s\n      %s\n", option->name, option->argument ? " " : "",
			option->argument ? option->argument : "", option->help);
}

static void usage(FILE *out, const char *program, const char *description, const struct nf_option *own,
		  const struct nf_option *common)
{
	fprintf(out, "Usage: %s [DPDK options] -- [options]\n%s\n\n", program, description);
	print_options(out, own);
	print_options(out, common);
	fprintf(out, "  --help\n      print this and end\n");
}

int option_read(int count, char **arguments, const char *description, const struct nf_option *own,
		const struct nf_option *common)
{
	const struct nf_option *const tables[2] = { own, common };
	const struct nf_option *taken[OPTIONS_MAX];
	struct option options[OPTIONS_MAX + 2];
	const struct nf_option *option;
	int n = 0;
	int value;
	int i;

	memset(options, 0, sizeof(options));
	for (i = 0; i < 2; i++) {
		for (option = tables[i]; option->name && n < OPTIONS_MAX; option++) {
			taken[n] = option;
			options[n].name = option->name;
			options[n].has_arg = option->kind == OPTION_FLAG ? no_argument : required_argument;
			options[n].val = FIRST_VALUE + n;
			n++;
		}
	}
	options[n] = (struct option){ "help", no_argument, NULL, 'h' };

	/* EAL has used getopt before: 0 makes glibc start anew. */
	optind = 0;
	while ((value = getopt_long(count, arguments, "h", options, NULL)) != -1) {
		if (value < FIRST_VALUE) {
			usage(value == 'h' ? stdout : stderr, arguments[0], description, own, common);
			return value == 'h' ? 1 : -1;
		}
		if (read_option(taken[value - FIRST_VALUE], optarg))
			return -1;
	}
	if (optind < count) {
		fprintf(stderr, "%s: unexpected argument\n", arguments[optind]);
		return -1;
	}
	return 0;
}

uint32_t option_random_seed(void)
{
	uint32_t seed = 0;

	while (seed == 0) {
		if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
			abort();
	}
	return seed;
}
