// SPDX-License-Identifier: Apache-2.0
/* The bucket against exact arithmetic with 128 bits. */
#include "check.h"

#include <errno.h>

#include "token_bucket.h"

#define OPERATIONS 100000

/* What is in the bucket in bytes times 10^9, by the exact rate. */
static void run(uint64_t bytes_per_second, uint64_t burst)
{
	unsigned __int128 full = (unsigned __int128)burst * 1000000000;
	unsigned __int128 exact = full;
	struct token_bucket bucket;
	struct token_rate rate;
	uint64_t now = 12345;
	uint32_t n;
	uint32_t agreed = 0;
	uint32_t taken = 0;

	CHECK(token_rate_init(&rate, bytes_per_second, burst) == 0);
	token_bucket_fill(&bucket, &rate, now);
	for (n = 0; n < OPERATIONS; n++) {
		uint32_t bytes = 60 + random_below(1459);
		uint64_t pause = random_word() % (2 * 800 * UINT64_C(1000000000) / bytes_per_second + 2);
		bool exactly;
		bool took;

		now += pause;
		exact += (unsigned __int128)pause * bytes_per_second;
		if (exact > full)
			exact = full;
		exactly = exact >= (unsigned __int128)bytes * 1000000000;
		took = token_bucket_take(&bucket, &rate, bytes, now);
		agreed += exactly == took;
		taken += took;
		CHECK(bucket.credit <= rate.full);
		/* Go on from the same decision, or rounding makes them drift apart. */
		if (took && exact >= (unsigned __int128)bytes * 1000000000)
			exact -= (unsigned __int128)bytes * 1000000000;
		else if (took)
			exact = 0;
	}
	CHECK(agreed > OPERATIONS / 100 * 99);
	CHECK(taken > OPERATIONS / 10 && taken < OPERATIONS);
}

static void check_exactly(void)
{
	struct token_bucket bucket;
	struct token_rate rate;

	/* A thousand bytes a second: a byte each millisecond. */
	CHECK(token_rate_init(&rate, 1000, 100) == 0);
	token_bucket_fill(&bucket, &rate, 0);
	CHECK(!token_bucket_take(&bucket, &rate, 101, 0));
	CHECK(token_bucket_take(&bucket, &rate, 100, 0));
	CHECK(!token_bucket_take(&bucket, &rate, 1, 0));
	CHECK(!token_bucket_take(&bucket, &rate, 1, 999999));
	CHECK(token_bucket_take(&bucket, &rate, 1, 1000000));
	CHECK(!token_bucket_take(&bucket, &rate, 101, UINT64_MAX));
	CHECK(token_bucket_take(&bucket, &rate, 100, UINT64_MAX));
}

static void check_bad_rates(void)
{
	struct token_rate rate;

	CHECK(token_rate_init(&rate, 0, 1) == -EINVAL);
	CHECK(token_rate_init(&rate, 7, 1) == -EINVAL);
	CHECK(token_rate_init(&rate, 8, 0) == -EINVAL);
	CHECK(token_rate_init(&rate, 8, 8 * 3600) == 0);
	CHECK(token_rate_init(&rate, 8, 8 * 3600 + 1) == -EINVAL);
	CHECK(token_rate_init(&rate, 1000000000000, 1500) == 0);
	CHECK(token_rate_init(&rate, 1000000000001, 1500) == -EINVAL);
}

int main(int count, char **arguments)
{
	check_start(count, arguments);
	check_bad_rates();
	check_exactly();
	run(8, 3000);
	run(1000000, 10000);
	run(1250000000, 1500);
	return EXIT_SUCCESS;
}
