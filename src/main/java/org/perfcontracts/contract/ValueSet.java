package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of unsigned integers of a given width.
 *
 * @param width in bits
 * @param runs  the maximal runs of adjacent members, in ascending order
 */
record ValueSet(int width, List<Run> runs) {
    /** All integers from low to high, both included. */
    record Run(BigInteger low, BigInteger high) {
        BigInteger size() {
            return high.subtract(low).add(BigInteger.ONE);
        }
    }

    ValueSet {
        runs = List.copyOf(runs);
    }

    static ValueSet all(int width) {
        return new ValueSet(width, List.of(new Run(BigInteger.ZERO, greatest(width))));
    }

    static ValueSet none(int width) {
        return new ValueSet(width, List.of());
    }

    static ValueSet of(int width, BigInteger value) {
        return new ValueSet(width, List.of(new Run(value, value)));
    }

    /** The union of runs in any order, which may overlap. */
    static ValueSet union(int width, List<Run> runs) {
        List<Run> sorted = new ArrayList<>(runs);
        sorted.sort(Comparator.comparing(Run::low));
        List<Run> merged = new ArrayList<>();
        for (Run run : sorted) {
            Run last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && run.low.compareTo(last.high.add(BigInteger.ONE)) <= 0) {
                merged.set(merged.size() - 1, new Run(last.low, last.high.max(run.high)));
            } else {
                merged.add(run);
            }
        }
        return new ValueSet(width, merged);
    }

    ValueSet union(ValueSet other) {
        List<Run> both = new ArrayList<>(runs);
        both.addAll(other.runs);
        return union(width, both);
    }

    ValueSet complement() {
        List<Run> gaps = new ArrayList<>();
        BigInteger next = BigInteger.ZERO;
        for (Run run : runs) {
            if (next.compareTo(run.low) < 0) {
                gaps.add(new Run(next, run.low.subtract(BigInteger.ONE)));
            }
            next = run.high.add(BigInteger.ONE);
        }
        if (next.compareTo(greatest(width)) <= 0) {
            gaps.add(new Run(next, greatest(width)));
        }
        return new ValueSet(width, gaps);
    }

    ValueSet intersect(ValueSet other) {
        return complement().union(other.complement()).complement();
    }

    /** Those greater than a value. */
    ValueSet above(BigInteger value) {
        return intersect(new ValueSet(width, List.of(new Run(BigInteger.ZERO, value))).complement());
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    boolean isAll() {
        return complement().isEmpty();
    }

    /** Whether it has one member. */
    boolean isSingle() {
        return runs.size() == 1 && runs.getFirst().low.equals(runs.getFirst().high);
    }

    boolean isWithin(ValueSet other) {
        return intersect(other).equals(this);
    }

    boolean contains(BigInteger value) {
        return runs.stream().anyMatch(run -> run.low.compareTo(value) <= 0 && value.compareTo(run.high) <= 0);
    }

    BigInteger least() {
        return runs.getFirst().low;
    }

    private static BigInteger greatest(int width) {
        return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
    }
}
