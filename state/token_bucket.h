/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A token bucket: so many bytes a second, and so many at once after a pause.
 *
 * What is in the bucket is counted in time, 2^20 units a nanosecond: a byte costs
 * the time that it takes at the rate. So filling needs no division.
 *
 * Invariants: the credit is at most that of a full bucket; it is the one at the
 * time of the last call.
 */
#ifndef TOKEN_BUCKET_H
#define TOKEN_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct token_bucket {
	uint64_t time;		/* nanoseconds */
	uint64_t credit;
};

struct token_rate {
	uint64_t price;		/* of a byte */
	uint64_t full;		/* the credit of a full bucket */
	uint64_t fill_time;	/* in nanoseconds, of an empty bucket, rounded up */
};

/*
 * The rate is 8 to 10^12 bytes a second, the burst at least one byte. Filling
 * an empty bucket takes an hour at most. Returns 0 or -EINVAL. The price is
 * rounded down, which makes the rate up to one part in 1000 higher.
 */
int token_rate_init(struct token_rate *rate, uint64_t bytes_per_second, uint64_t burst);

/* Makes a full bucket. */
static inline void token_bucket_fill(struct token_bucket *bucket, const struct token_rate *rate, uint64_t now)
{
	bucket->time = now;
	bucket->credit = rate->full;
}

/* Whether there is enough for @bytes, which are then taken; at most 2^16. */
bool token_bucket_take(struct token_bucket *bucket, const struct token_rate *rate, uint32_t bytes, uint64_t now);

#endif
