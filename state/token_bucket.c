// SPDX-License-Identifier: Apache-2.0
#include "token_bucket.h"

#include <errno.h>

#define UNIT_SHIFT 20
#define NANOSECONDS 1000000000u
#define RATE_MIN 8	/* at which the cost of the longest packet just fits */
#define RATE_MAX 1000000000000u
#define FILL_TIME_MAX ((uint64_t)3600 * NANOSECONDS)

int token_rate_init(struct token_rate *rate, uint64_t bytes_per_second, uint64_t burst)
{
	if (bytes_per_second < RATE_MIN || bytes_per_second > RATE_MAX || burst == 0)
		return -EINVAL;
	rate->price = ((uint64_t)NANOSECONDS << UNIT_SHIFT) / bytes_per_second;
	if (burst > (FILL_TIME_MAX << UNIT_SHIFT) / rate->price)
		return -EINVAL;
	rate->full = burst * rate->price;
	rate->fill_time = (rate->full + ((uint64_t)1 << UNIT_SHIFT) - 1) >> UNIT_SHIFT;
	return 0;
}

static inline uint64_t lesser(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

bool token_bucket_take(struct token_bucket *bucket, const struct token_rate *rate, uint32_t bytes, uint64_t now)
{
	/* Cut off before it is scaled: a long pause does not overflow. */
	uint64_t elapsed = lesser(now - bucket->time, rate->fill_time);
	uint64_t credit = lesser(bucket->credit + (elapsed << UNIT_SHIFT), rate->full);
	uint64_t cost = bytes * rate->price;

	bucket->time = now;
	if (credit < cost) {
		bucket->credit = credit;
		return false;
	}
	bucket->credit = credit - cost;
	return true;
}
