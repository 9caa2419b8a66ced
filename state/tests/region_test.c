// SPDX-License-Identifier: Apache-2.0
/* What the program tells about its regions: names, sizes, specs; and that nothing is lost silently. */
#include "check.h"

#include <string.h>

#include "bolt.h"
#include "dchain.h"
#include "region.h"

/* The size of an element in bits by its spec, as bolt.h has it. */
static uint64_t bits_of(const char *spec)
{
	uint64_t size = 0;
	const char *field = spec;

	while (field) {
		const char *type = strchr(field, ':');

		field += strspn(field, " ");
		if (*field == '-')
			size += 8 * strtoull(field + 1, NULL, 10);
		else if (type[1] == 'u')
			size += strtoull(type + 2, NULL, 10);
		else if (type[1] == '*')
			size += 64;
		else if (type[1] == '[')
			size += 8 * strtoull(type + 2, NULL, 10);
		else
			CHECK(!"a type that bolt.h does not have");
		field = strchr(field, ',');
		field = field ? field + 1 : NULL;
	}
	return size;
}

int main(int count, char **arguments)
{
	char long_name[100];
	struct dchain chain;

	check_start(count, arguments);
	CHECK(bolt_region_count == 0);
	CHECK(dchain_init(&chain, "flows", 64) == 0);
	CHECK(bolt_region_count == 1 && bolt_region_lost == 0);
	CHECK(strcmp(bolt_regions[0].name, "flows.cells") == 0);
	CHECK(strcmp(bolt_regions[0].spec, "prev:u32 0..65, next:u32 0..65, stamp:u64") == 0);
	CHECK(bolt_regions[0].address == (uintptr_t)chain.cells);
	CHECK(bolt_regions[0].element_size == 16 && bolt_regions[0].count == 66);
	CHECK(bits_of(bolt_regions[0].spec) == 16 * 8);
	dchain_free(&chain);

	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = 0;
	region_register(long_name, &chain, 8, 1, "-8");
	CHECK(bolt_region_lost == 1);
	while (bolt_region_count < BOLT_REGIONS_MAX)
		bolt_state("a.b", &chain, 8, 1, "-8");
	CHECK(bolt_region_lost == 1);
	bolt_state("a.b", &chain, 8, 1, "-8");
	CHECK(bolt_region_lost == 2 && bolt_region_count == BOLT_REGIONS_MAX);
	CHECK(!region_allocate(SIZE_MAX / 2, 4) && !region_allocate(0, 1));
	return EXIT_SUCCESS;
}
