package org.perfcontracts.explore.state;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/**
 * A loop that was cut, as far as its cost goes: the complete iterations of one execution of it cost, for each point, the
 * rate times the number of passages of the point during them.
 *
 * @param header the address of the loop's header
 * @param position the place in the trace at which the complete iterations are left out: an index of an instruction
 * @param rates the rate of each point, by the name of a PCV or, for unmarked loops, by {@link #automatic}
 * @param passed the addresses that its iterations can pass, so that a missing rate is known to be zero or of no concern
 * @param exact whether instructions and accesses are the cost rather than an upper bound
 * @param most the greatest number of passages of each point during the complete iterations, where it is known: of those with a rate, and
 *     of all that is passed, which may be a point of another loop
 * @param together what points share during the complete iterations
 * @param lines the cache lines that they touch
 * @param regions the names of the regions of abstract state that the complete iterations access
 * @param calls the calls of library functions in the complete iterations
 * @param rounds its ways round, and those of the loops that were cut in it
 */
public record CutLoop(long header, int position, Map<String, Rate> rates, Set<Long> passed, boolean exact, Map<String, Long> most,
        List<LinearBound> together, LoopLines lines, Set<String> regions, Set<Call> calls, List<Rounds> rounds) {
    /** What a passage costs: instructions and memory accesses. */
    public record Rate(long instructions, long accesses) {
        public Rate max(Rate other) {
            return new Rate(Math.max(instructions, other.instructions), Math.max(accesses, other.accesses));
        }
    }

    /** The same with other bounds. */
    public CutLoop within(Map<String, Long> others, List<LinearBound> shared) {
        return new CutLoop(header, position, rates, passed, exact, others, shared, lines, regions, calls, rounds);
    }

    /** The rates of several cut loops put together, and whether they are exact for each of them. */
    public record Together(Map<String, Rate> rates, boolean exact) {
        /**
         * What adds up of the cost of execution that passes the loops and besides them the given instructions: the loops' rates times the
         * passages inside, which are all passages without those outside.
         *
         * @param accesses how many the given instructions make
         * @param passages how often the given instructions pass each mark
         */
        public Map<Metric, Polynomial> cost(long[] instructions, long accesses, Map<String, Long> passages) {
            Polynomial total = Polynomial.constant(instructions.length);
            Polynomial memory = Polynomial.constant(accesses);
            for (Map.Entry<String, Rate> entry : rates.entrySet()) {
                Polynomial inside = Polynomial.variable(entry.getKey()).plus(-outside(entry.getKey(), instructions, passages));
                total = total.plus(inside.times(entry.getValue().instructions()));
                memory = memory.plus(inside.times(entry.getValue().accesses()));
            }
            Map<Metric, Polynomial> cost = new TreeMap<>();
            cost.put(Metric.INSTRUCTIONS, total);
            cost.put(Metric.MEMORY_ACCESSES, memory);
            return cost;
        }
    }

    /**
     * Rates that hold for all the given loops. One that they do not agree on is the highest. A loop that passes a point
     * without a rate of its own there has the rate zero, which matters where others have a negative one.
     */
    public static Together together(List<CutLoop> cuts) {
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

    /** How often a point is passed by instructions outside the loops. */
    public static long outside(String point, long[] instructions, Map<String, Long> passages) {
        long address = automaticAddress(point);
        return address == -1 ? passages.getOrDefault(point, 0L) : Arrays.stream(instructions).filter(each -> each == address).count();
    }

    /** What a weighted sum of passages during the complete iterations of loops is at most; empty where that is not known. */
    public static OptionalLong most(List<CutLoop> cuts, Map<String, Long> weights) {
        BigInteger sum = BigInteger.ZERO;
        for (CutLoop cut : cuts) {
            OptionalLong most = cut.most(weights);
            if (most.isEmpty()) {
                return most;
            }
            sum = sum.add(BigInteger.valueOf(most.getAsLong()));
        }
        return sum.bitLength() < Long.SIZE ? OptionalLong.of(sum.longValue()) : OptionalLong.empty();
    }

    /** The greatest number of passages of a point during the complete iterations; empty where that is not known. */
    public OptionalLong most(String point) {
        if (!passes(point)) {
            return OptionalLong.of(0);
        }
        Long known = most.get(point);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /** What a weighted sum of passages during the complete iterations is at most; empty where that is not known. */
    public OptionalLong most(Map<String, Long> weights) {
        OptionalLong known = together.stream().filter(bound -> bound.weights().equals(weights)).mapToLong(LinearBound::most).min();
        if (known.isPresent()) {
            return known;
        }
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<String, Long> each : weights.entrySet()) {
            if (each.getValue() > 0) {
                OptionalLong most = most(each.getKey());
                if (most.isEmpty()) {
                    return most;
                }
                sum = sum.add(BigInteger.valueOf(most.getAsLong()).multiply(BigInteger.valueOf(each.getValue())));
            }
        }
        return sum.bitLength() < Long.SIZE ? OptionalLong.of(sum.longValue()) : OptionalLong.empty();
    }

    /** Whether complete iterations can pass a point. */
    public boolean passes(String point) {
        return rates.containsKey(point) || passed.contains(automaticAddress(point));
    }

    /** The marks that complete iterations of loops can pass. */
    public static Set<String> marks(List<CutLoop> cuts) {
        Set<String> names = new TreeSet<>();
        cuts.forEach(cut -> names.addAll(cut.rates.keySet()));
        names.removeIf(name -> automaticAddress(name) != -1);
        return names;
    }

    /** The provisional name of the PCV that counts passages of an unmarked address. */
    public static String automatic(long address) {
        return "@" + Long.toHexString(address);
    }

    /** The address that a provisional name stands for, or -1 for the name of a mark. */
    public static long automaticAddress(String name) {
        return name.startsWith("@") ? Long.parseUnsignedLong(name.substring(1), 16) : -1;
    }
}
