package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A loop that was cut, as far as its cost goes: the complete iterations of one execution of it cost, for each point, the
 * rate times the number of passages of the point during them.
 *
 * @param header the address of the loop's header
 * @param position the place in the trace at which the complete iterations are left out: an index of an instruction
 * @param rates the rate of each point, by the name of a PCV or, for unmarked loops, by {@link #automatic}
 * @param passed the addresses that its iterations can pass, so that a missing rate is known to be zero or of no concern
 * @param exact whether that is the cost rather than an upper bound
 * @param most the greatest number of passages of each point during the complete iterations, where it is known
 */
record CutLoop(long header, int position, Map<String, Rate> rates, Set<Long> passed, boolean exact, Map<String, Long> most) {
    /** What a passage costs: instructions and memory accesses. */
    record Rate(long instructions, long accesses) {
        Rate max(Rate other) {
            return new Rate(Math.max(instructions, other.instructions), Math.max(accesses, other.accesses));
        }
    }

    /** The rates of several cut loops put together, and whether they are exact for each of them. */
    record Together(Map<String, Rate> rates, boolean exact) {
    }

    /**
     * Rates that hold for all the given loops. One that they do not agree on is the highest. A loop that passes a point
     * without a rate of its own there has the rate zero, which matters where others have a negative one.
     */
    static Together together(List<CutLoop> cuts) {
        TreeSet<String> names = new TreeSet<>();
        cuts.forEach(cut -> names.addAll(cut.rates.keySet()));
        Map<String, Rate> rates = new TreeMap<>();
        boolean exact = cuts.stream().allMatch(CutLoop::exact);
        for (String name : names) {
            List<Rate> all = new ArrayList<>();
            cuts.forEach(cut -> cut.addRate(name, all));
            exact &= all.stream().distinct().count() == 1;
            rates.put(name, all.stream().reduce(Rate::max).get());
        }
        return new Together(rates, exact);
    }

    private void addRate(String name, List<Rate> into) {
        Rate rate = rates.get(name);
        if (rate != null) {
            into.add(rate);
        } else if (passed.contains(automaticAddress(name))) {
            into.add(new Rate(0, 0));
        }
    }

    /** The provisional name of the PCV that counts passages of an unmarked address. */
    static String automatic(long address) {
        return "@" + Long.toHexString(address);
    }

    /** The address that a provisional name stands for, or -1 for the name of a mark. */
    static long automaticAddress(String name) {
        return name.startsWith("@") ? Long.parseUnsignedLong(name.substring(1), 16) : -1;
    }
}
