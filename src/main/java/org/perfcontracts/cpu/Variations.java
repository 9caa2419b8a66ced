package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What executions pass more often, or less often, than is said of them, put together: what always comes together in the same proportion is one thing. */
final class Variations {
    private final Set<Map<Long, Long>> differences = new LinkedHashSet<>();

    /**
     * What always comes together.
     *
     * @param address the instruction whose passages count it
     * @param times   by instruction, how many more passages one more of that one brings; negative where fewer
     */
    record Variation(long address, Map<Long, Long> times) {
        /** Copies the map. */
        Variation {
            times = Collections.unmodifiableMap(new TreeMap<>(times));
        }

        /** How many instructions one more passage brings. */
        long instructions() {
            return times.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Adds an execution.
     *
     * @param difference by instruction, how much more often than said it was passed; without those that were passed as often
     */
    void add(Map<Long, Long> difference) {
        differences.add(Map.copyOf(difference));
    }

    /** All, by their instructions. Together they make up each difference. */
    List<Variation> all() {
        List<Map<Long, Long>> rows = List.copyOf(differences);
        Set<Long> addresses = new TreeSet<>();
        rows.forEach(row -> addresses.addAll(row.keySet()));
        Map<List<Long>, Map<Long, Long>> proportions = new LinkedHashMap<>();
        for (long address : addresses) {
            List<Long> column = rows.stream().map(row -> row.getOrDefault(address, 0L)).toList();
            long unit = unit(column);
            proportions.computeIfAbsent(column.stream().map(each -> each / unit).toList(), _ -> new TreeMap<>()).put(address, unit);
        }
        List<Variation> variations = new ArrayList<>();
        proportions.values().forEach(units -> split(units, variations));
        return variations;
    }

    /** What all of a column are multiples of; negative where the first of them is. */
    private static long unit(List<Long> column) {
        BigInteger divisor = BigInteger.ZERO;
        for (long each : column) {
            divisor = divisor.gcd(BigInteger.valueOf(each));
        }
        long first = column.stream().filter(each -> each != 0).findFirst().orElseThrow();
        return first < 0 ? -divisor.longValue() : divisor.longValue();
    }

    /** Counts by the instruction that is passed least often, and so that one more costs more, if there is such; what is no multiple of it is counted by itself. */
    private static void split(Map<Long, Long> units, List<Variation> variations) {
        Map<Long, Long> left = new TreeMap<>(units);
        while (!left.isEmpty()) {
            long least = left.values().stream().mapToLong(Math::abs).min().getAsLong();
            Map<Long, Long> multiples = new TreeMap<>(left);
            multiples.values().removeIf(unit -> unit % least != 0);
            long sum = multiples.values().stream().mapToLong(Long::longValue).sum();
            long counting = multiples.entrySet().stream().filter(entry -> entry.getValue() == (sum < 0 ? -least : least)).map(Map.Entry::getKey).findFirst()
                    .orElseGet(() -> multiples.entrySet().stream().filter(entry -> Math.abs(entry.getValue()) == least).findFirst().orElseThrow().getKey());
            long by = multiples.get(counting);
            multiples.replaceAll((_, unit) -> unit / by);
            variations.add(new Variation(counting, multiples));
            left.keySet().removeAll(multiples.keySet());
        }
    }
}
