package org.perfcontracts.decision;

/**
 * The values from one to another, both included.
 *
 * @param low  the least
 * @param high the greatest, at least the least
 */
public record Interval(long low, long high) {
    /** Checks the order. */
    public Interval {
        if (high < low) {
            throw new IllegalArgumentException("a range from " + low + " to " + high + " is empty");
        }
    }

    /** One value. */
    public static Interval of(long value) {
        return new Interval(value, value);
    }

    /** The least interval that holds two values, in whichever order. */
    public static Interval around(long a, long b) {
        return new Interval(Math.min(a, b), Math.max(a, b));
    }

    /** Whether it is one value. */
    public boolean isPoint() {
        return low == high;
    }

    /** Such as {@code 3} or {@code 1…8}. */
    @Override
    public String toString() {
        return isPoint() ? Long.toString(low) : low + "…" + high;
    }
}
