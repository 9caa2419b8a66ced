// SPDX-License-Identifier: Apache-2.0
#include "maglev.h"

#include <errno.h>
#include <stdlib.h>

#include "bolt.h"
#include "constant_cost.h"
#include "hash.h"
#include "region.h"

#define ROWS_MAX (1u << 24)

static bool is_prime(uint32_t n)
{
	uint32_t i;

	for (i = 2; i * i <= n; i++) {
		if (n % i == 0)
			return false;
	}
	return n >= 2;
}

/* Where in its permutation is @rank; both hashes are the backend's own. */
static uint32_t preferred_row(uint32_t backend, uint32_t rank, uint32_t rows)
{
	uint32_t start = hash_words(backend, 0, 0) % rows;
	uint32_t step = hash_words(backend, 1, 0) % (rows - 1) + 1;

	return (uint32_t)((start + (uint64_t)step * rank) % rows);
}

static int rank_all(struct maglev *maglev)
{
	uint32_t *ranked = calloc(maglev->rows, sizeof(*ranked));
	uint32_t backend;
	uint32_t rank;

	if (!ranked)
		return -ENOMEM;
	for (rank = 0; rank < maglev->rows; rank++) {
		for (backend = 0; backend < maglev->backends; backend++) {
			uint32_t row = preferred_row(backend, rank, maglev->rows);

			maglev->preferences[(size_t)row * maglev->backends + ranked[row]++] = backend;
		}
	}
	free(ranked);
	return 0;
}

int maglev_init(struct maglev *maglev, const char *instance, uint32_t backends, uint32_t rows)
{
	char name[REGION_NAME_MAX];
	size_t count = (size_t)rows * backends;

	if (backends == 0 || backends >= rows || rows > ROWS_MAX || !is_prime(rows))
		return -EINVAL;
	maglev->preferences = region_allocate(count, sizeof(*maglev->preferences));
	if (!maglev->preferences)
		return -ENOMEM;
	maglev->rows = rows;
	maglev->backends = backends;
	if (rank_all(maglev)) {
		maglev_free(maglev);
		return -ENOMEM;
	}
	region_name(name, instance, "preferences");
	region_register(name, maglev->preferences, sizeof(*maglev->preferences), count, "backend:u32 0..%u", backends - 1);
	return 0;
}

void maglev_free(struct maglev *maglev)
{
	free(maglev->preferences);
	maglev->preferences = NULL;
}

bool maglev_lookup(const struct maglev *maglev, uint32_t hash, const struct dchain *live, uint32_t *backend)
{
	/* The product's upper half instead of a remainder: as even, without a division. */
	uint64_t row = (uint64_t)hash * maglev->rows >> 32;
	const uint32_t *preference = maglev->preferences + row * maglev->backends;
	uint32_t left = maglev->backends;

	do {
		uint32_t candidate;

		ONE_COPY(left);
		bolt_pcv("maglev.b");
		candidate = *preference;
		if (dchain_is_allocated(live, candidate)) {
			*backend = candidate;
			return true;
		}
		preference++;
		left--;
	} while (left > 0);
	return false;
}
