package org.perfcontracts.cpu;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often an execution passes each instruction, but those that are left out. Equal to another that passes all as often. */
final class Counts {
    private final long[] addresses;     // in rising order
    private final int[] times;

    private Counts(long[] addresses, int[] times) {
        this.addresses = addresses;
        this.times = times;
    }

    /** Those of instructions in the order of their execution. */
    static Counts of(long[] executed, Set<Long> without) {
        long[] sorted = Arrays.stream(executed).filter(address -> !without.contains(address)).sorted().toArray();
        long[] addresses = new long[sorted.length];
        int[] times = new int[sorted.length];
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                addresses[count++] = sorted[i];
            }
            times[count - 1]++;
        }
        return new Counts(Arrays.copyOf(addresses, count), Arrays.copyOf(times, count));
    }

    /** How often an instruction is passed. */
    long of(long address) {
        int at = Arrays.binarySearch(addresses, address);
        return at < 0 ? 0 : times[at];
    }

    /** How much more often than in the other each instruction is passed; without those that are passed as often. */
    Map<Long, Long> minus(Counts other) {
        Map<Long, Long> difference = new TreeMap<>();
        for (int i = 0; i < addresses.length; i++) {
            difference.put(addresses[i], (long) times[i]);
        }
        for (int i = 0; i < other.addresses.length; i++) {
            difference.merge(other.addresses[i], (long) -other.times[i], Long::sum);
        }
        difference.values().removeIf(each -> each == 0);
        return difference;
    }

    /** How many passages of instructions would have to be added or taken away to make it the other. */
    long distance(Counts other) {
        long distance = 0;
        int i = 0;
        int j = 0;
        while (i < addresses.length && j < other.addresses.length) {
            if (addresses[i] == other.addresses[j]) {
                distance += Math.abs(times[i++] - other.times[j++]);
            } else {
                distance += addresses[i] < other.addresses[j] ? times[i++] : other.times[j++];
            }
        }
        while (i < addresses.length) {
            distance += times[i++];
        }
        while (j < other.addresses.length) {
            distance += other.times[j++];
        }
        return distance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counts counts && Arrays.equals(addresses, counts.addresses) && Arrays.equals(times, counts.times);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(addresses) + Arrays.hashCode(times);
    }
}
