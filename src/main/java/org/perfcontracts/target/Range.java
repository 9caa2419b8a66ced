package org.perfcontracts.target;

/**
 * The values that an integer can take, bounds included.
 *
 * @param low the least value, unsigned
 * @param high the greatest value, unsigned, not below {@code low}
 */
public record Range(long low, long high) {
    /** Checks the order of the bounds. */
    public Range {
        if (Long.compareUnsigned(low, high) > 0) {
            throw new IllegalArgumentException("a range must not end before it begins");
        }
    }

    /** Every value of an unsigned integer with the given number of bits, 1 to 64. */
    public static Range ofBits(int bits) {
        return new Range(0, -1L >>> (64 - bits));
    }

    /** Whether every value of this range fits an unsigned integer with the given number of bits, 1 to 64. */
    public boolean fits(int bits) {
        return Long.compareUnsigned(high, -1L >>> (64 - bits)) <= 0;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(low) + "…" + Long.toUnsignedString(high);
    }
}
