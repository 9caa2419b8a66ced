package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What executions pass more often, or less often, than is said of them, put together: what always comes together in the same proportion is one thing. */
final class Variations {
    /** Of instructions that were passed in the same proportion so far, by the first of them: how each was passed where they were passed first. */
    private final Map<Long, Map<Long, Long>> groups = new TreeMap<>();
    private final Map<Long, Long> groupOf = new HashMap<>();
    /** By instruction, what all numbers of its passages are multiples of. */
    private final Map<Long, Long> divisors = new HashMap<>();

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

        /** The same counted by another of its instructions, which comes as often. */
        Variation countedBy(long other) {
            return new Variation(other, times);
        }
    }

    /**
     * Adds an execution.
     *
     * @param difference by instruction, how much more often than said it was passed; without those that were passed as often
     */
    void add(Map<Long, Long> difference) {
        Map<Long, Long> fresh = new TreeMap<>();
        Map<Long, Map<Long, Long>> touched = new TreeMap<>();
        difference.forEach((address, times) -> {
            divisors.merge(address, Math.abs(times), Variations::divisor);
            Long group = groupOf.get(address);
            if (group == null) {
                fresh.put(address, times);
            } else {
                touched.computeIfAbsent(group, _ -> new TreeMap<>()).put(address, times);
            }
        });
        touched.forEach(this::split);
        regroup(fresh);
    }

    /** Leaves together what was passed in the proportion of before. */
    private void split(long group, Map<Long, Long> difference) {
        Map<Long, Long> first = groups.get(group);
        Map<List<Long>, Map<Long, Long>> parts = new LinkedHashMap<>();
        first.forEach((address, times) -> parts.computeIfAbsent(ratio(difference.getOrDefault(address, 0L), times), _ -> new TreeMap<>()).put(address, times));
        if (parts.size() > 1) {
            groups.remove(group);
            parts.values().forEach(this::regroup);
        }
    }

    private void regroup(Map<Long, Long> members) {
        if (!members.isEmpty()) {
            long group = members.keySet().iterator().next();
            groups.put(group, members);
            members.keySet().forEach(address -> groupOf.put(address, group));
        }
    }

    private static List<Long> ratio(long one, long other) {
        long divisor = divisor(one, other) * (other < 0 ? -1 : 1);
        return List.of(one / divisor, other / divisor);
    }

    private static long divisor(long one, long other) {
        return BigInteger.valueOf(one).gcd(BigInteger.valueOf(other)).longValueExact();
    }

    /** All, by their instructions. Together they make up each difference. */
    List<Variation> all() {
        List<Variation> variations = new ArrayList<>();
        groups.values().forEach(members -> {
            Map<Long, Long> units = new TreeMap<>();
            members.forEach((address, times) -> units.put(address, times < 0 ? -divisors.get(address) : divisors.get(address)));
            split(units, variations);
        });
        return variations;
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
