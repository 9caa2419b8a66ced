package org.perfcontracts.image;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Half-open ranges of addresses, which may overlap and nest, each with a value. Asked for an address, the range that covers
 * it and begins last answers; of several that begin at the same address, the one listed first.
 */
final class Intervals<T> {
    private final List<T> values;
    private final long[] starts;
    private final long[] ends;
    /** The greatest end of the ranges up to each one: where it is not above an address, no range before can cover it. */
    private final long[] greatestEnds;

    Intervals(List<T> values, ToLongFunction<T> start, ToLongFunction<T> end) {
        this.values = values.stream().sorted(Comparator.comparingLong(start)).toList();
        this.starts = this.values.stream().mapToLong(start).toArray();
        this.ends = this.values.stream().mapToLong(end).toArray();
        this.greatestEnds = ends.clone();
        for (int i = 1; i < greatestEnds.length; i++) {
            greatestEnds[i] = Math.max(greatestEnds[i], greatestEnds[i - 1]);
        }
    }

    /** The value of the range that covers the address, or null. */
    T covering(long address) {
        T found = null;
        for (int i = lastAtOrBelow(address); i >= 0 && greatestEnds[i] > address; i--) {
            if (found != null && starts[i] != starts[i + 1]) {
                return found;
            }
            if (ends[i] > address) {
                found = values.get(i);
            }
        }
        return found;
    }

    private int lastAtOrBelow(long address) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
