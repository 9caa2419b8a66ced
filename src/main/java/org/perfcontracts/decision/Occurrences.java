package org.perfcontracts.decision;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each value occurs among many, all of them 0 or more. Takes no more memory than some ten thousand values do: of more different ones, values above
 * {@value #EXACT_BELOW} are counted together with those that are above them by less than a thousandth. Sum, mean, least and greatest stay exact.
 */
public final class Occurrences {
    /** Up to so many different values are counted each by itself. */
    static final int MOST_VALUES = 1 << 16;
    /** Values below this always are. */
    static final int EXACT_BELOW = 1 << 11;

    private Map<Long, Long> counts = new HashMap<>();
    private boolean rounded;
    private long count;
    private long sum;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    /**
     * Counts a value.
     *
     * @throws ArithmeticException where the sum of all does not fit 64 bits
     */
    public void add(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a count or a cost is not negative: " + value);
        }
        counts.merge(rounded ? roundedUp(value) : value, 1L, Long::sum);
        count++;
        sum = Math.addExact(sum, value);
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        if (!rounded && counts.size() > MOST_VALUES) {
            round();
        }
    }

    private void round() {
        Map<Long, Long> fewer = new HashMap<>();
        counts.forEach((value, times) -> fewer.merge(roundedUp(value), times, Long::sum));
        counts = fewer;
        rounded = true;
    }

    /** To eleven significant bits. */
    private static long roundedUp(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - Integer.numberOfTrailingZeros(EXACT_BELOW));
        long step = 1L << shift;
        long up = value + (step - 1) & -step;
        return up < 0 ? Long.MAX_VALUE : up;
    }

    /** How many values there were. */
    public long count() {
        return count;
    }

    /** The sum of all values. */
    public long sum() {
        return sum;
    }

    /** The mean, at least one value having been counted. */
    public double mean() {
        return (double) sum / count;
    }

    /** The least value, at least one having been counted. */
    public long least() {
        return least;
    }

    /** The greatest value, at least one having been counted. */
    public long greatest() {
        return greatest;
    }

    /** Whether values were counted together; quantiles may then be too large, by less than a thousandth. */
    public boolean isRounded() {
        return rounded;
    }

    /** The least value that this share of all does not exceed; see {@link #isRounded}. */
    public long quantile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count - 1e-6));
        long seen = 0;
        for (Map.Entry<Long, Long> each : counts().entrySet()) {
            seen += each.getValue();
            if (seen >= wanted) {
                return each.getKey();
            }
        }
        return greatest;
    }

    /** How often each value occurred, in rising order; see {@link #isRounded}. */
    public SortedMap<Long, Long> counts() {
        SortedMap<Long, Long> sorted = new TreeMap<>();
        counts.forEach((value, times) -> sorted.merge(Math.min(value, greatest), times, Long::sum));
        return Collections.unmodifiableSortedMap(sorted);
    }
}
