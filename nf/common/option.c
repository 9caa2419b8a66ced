// SPDX-License-Identifier: Apache-2.0
#include "option.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <arpa/inet.h>

#include <rte_common.h>

static int invalid(const char *name, const char *text, const char *reason)
{
	fprintf(stderr, "--%s %s: %s\n", name, text, reason);
	return -1;
}

int option_number(const char *name, const char *text, uint64_t least, uint64_t most, uint64_t *value)
{
	char reason[80];
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	if (errno == 0 && end != text && *end == 0 && text[0] != '-' && *value >= least && *value <= most)
		return 0;
	snprintf(reason, sizeof(reason), "not a number from %" PRIu64 " to %" PRIu64, least, most);
	return invalid(name, text, reason);
}

int option_power_of_two(const char *name, const char *text, uint64_t least, uint64_t most, uint64_t *value)
{
	if (option_number(name, text, least, most, value))
		return -1;
	return *value & (*value - 1) ? invalid(name, text, "not a power of two") : 0;
}

int option_address(const char *name, const char *text, uint32_t *address)
{
	struct in_addr parsed;

	if (inet_pton(AF_INET, text, &parsed) != 1)
		return invalid(name, text, "not an IPv4 address");
	*address = parsed.s_addr;
	return 0;
}

int option_ether(const char *name, const char *text, struct rte_ether_addr *address)
{
	return rte_ether_unformat_addr(text, address) ? invalid(name, text, "not an Ethernet address") : 0;
}

int option_route(const char *name, const char *text, struct option_route *route)
{
	struct in_addr address;
	char prefix[16];
	unsigned int length;
	unsigned int port;
	uint32_t mask;
	int end = 0;

	if (sscanf(text, "%15[0-9.]/%2u,%5u%n", prefix, &length, &port, &end) != 3 ||
	    inet_pton(AF_INET, prefix, &address) != 1 || length > 32 || port >= RTE_MAX_ETHPORTS)
		return invalid(name, text, "not PREFIX/LENGTH,PORT[,GATEWAY]");
	route->prefix = ntohl(address.s_addr);
	route->length = (uint8_t)length;
	route->port = (uint16_t)port;
	route->gateway = (struct rte_ether_addr){ { 2, 0, 0, 0, 0, (uint8_t)port } };
	if (text[end] && (text[end] != ',' || rte_ether_unformat_addr(text + end + 1, &route->gateway)))
		return invalid(name, text, "not an Ethernet address at its end");
	mask = length ? UINT32_MAX << (32 - length) : 0;
	if (route->prefix & ~mask)
		return invalid(name, text, "the prefix has bits beyond its length");
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
