package org.perfcontracts.explore.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.formula.LinearSystem;

/**
 * Expresses the cost of each way round a loop by the points that it passes: finds a rate for each point such that every
 * way costs the sum of the rates of its passages, or no more than that.
 */
final class Rates {
    /**
     * One way round a loop.
     *
     * @param instructions what it costs, without what inner cut loops account for
     * @param accesses likewise
     * @param marks how often it passes each named mark that no inner cut loop accounts for
     * @param addresses how often it passes each instruction of the loop's body
     */
    record Way(long instructions, long accesses, Map<String, Long> marks, Map<Long, Long> addresses) {
    }

    /** The rates found, by name of the mark or automatic name, and whether they are exact for every way. */
    record Solution(Map<String, CutLoop.Rate> rates, boolean exact) {
    }

    private Rates() {
    }

    /** Rates for the ways round the loop with the given header. */
    static Solution solve(long header, List<Way> ways) {
        boolean marked = ways.stream().anyMatch(way -> !way.marks.isEmpty());
        if (!marked) {
            return automatic(header, ways);
        }
        List<Way> merged = mergeByMarks(ways);
        boolean mergedExactly = merged.size() == ways.size() || everyWayCosts(ways, merged);
        boolean unmarkedWay = merged.stream().anyMatch(way -> way.marks.isEmpty());
        List<String> columns = new ArrayList<>(names(merged));
        Map<String, CutLoop.Rate> rates = unmarkedWay ? null : exact(columns, merged);
        if (rates != null) {
            return new Solution(rates, mergedExactly);
        }
        if (unmarkedWay) {
            List<String> more = new ArrayList<>(columns);
            more.addAll(addresses(header, ways));
            rates = exact(more, ways);
            if (rates != null) {
                return new Solution(rates, true);
            }
            columns.add(CutLoop.automatic(header));
        }
        return new Solution(bound(columns, merged), false);
    }

    private static Solution automatic(long header, List<Way> ways) {
        Map<String, CutLoop.Rate> rates = exact(addresses(header, ways), ways);
        if (rates != null) {
            return new Solution(rates, true);
        }
        return new Solution(bound(List.of(CutLoop.automatic(header)), ways), false);
    }

    private static TreeSet<String> names(List<Way> ways) {
        TreeSet<String> names = new TreeSet<>();
        ways.forEach(way -> names.addAll(way.marks.keySet()));
        return names;
    }

    /** Automatic names of the instructions passed, the header first, then those that tell ways apart, by address. */
    private static List<String> addresses(long header, List<Way> ways) {
        TreeSet<Long> all = new TreeSet<>();
        ways.forEach(way -> all.addAll(way.addresses.keySet()));
        Map<List<Long>, Long> firstOfProfile = new LinkedHashMap<>();
        firstOfProfile.put(profile(header, ways), header);
        for (long address : all) {
            firstOfProfile.putIfAbsent(profile(address, ways), address);
        }
        return firstOfProfile.values().stream().map(CutLoop::automatic).toList();
    }

    private static List<Long> profile(long address, List<Way> ways) {
        return ways.stream().map(way -> way.addresses.getOrDefault(address, 0L)).toList();
    }

    /** One way for each combination of marks, with the highest cost of those that pass it. */
    private static List<Way> mergeByMarks(List<Way> ways) {
        Map<Map<String, Long>, Way> merged = new LinkedHashMap<>();
        for (Way way : ways) {
            merged.merge(new TreeMap<>(way.marks), way, (a, b) -> new Way(
                    Math.max(a.instructions, b.instructions), Math.max(a.accesses, b.accesses), a.marks, common(a, b)));
        }
        return new ArrayList<>(merged.values());
    }

    private static Map<Long, Long> common(Way a, Way b) {
        Map<Long, Long> both = new HashMap<>(a.addresses);
        both.keySet().retainAll(b.addresses.keySet());
        both.replaceAll((address, count) -> Math.min(count, b.addresses.get(address)));
        return both;
    }

    private static boolean everyWayCosts(List<Way> ways, List<Way> merged) {
        Map<Map<String, Long>, Way> byMarks = new HashMap<>();
        merged.forEach(way -> byMarks.put(new TreeMap<>(way.marks), way));
        return ways.stream().allMatch(way -> {
            Way most = byMarks.get(new TreeMap<>(way.marks));
            return most.instructions == way.instructions && most.accesses == way.accesses;
        });
    }

    private static long passages(Way way, String column) {
        long address = CutLoop.automaticAddress(column);
        return address == -1 ? way.marks.getOrDefault(column, 0L) : way.addresses.getOrDefault(address, 0L);
    }

    /** The rates with which every way costs exactly the sum over its passages, or null where no whole numbers do. */
    private static Map<String, CutLoop.Rate> exact(List<String> columns, List<Way> ways) {
        LinearSystem system = new LinearSystem(columns.size(), 2);
        for (Way way : ways) {
            system.add(columns.stream().mapToLong(column -> passages(way, column)).toArray(), way.instructions, way.accesses);
        }
        return system.solve().map(solution -> named(columns, solution)).orElse(null);
    }

    /** The rates by name; an automatic point that costs nothing is of no interest. */
    private static Map<String, CutLoop.Rate> named(List<String> columns, long[][] solution) {
        Map<String, CutLoop.Rate> rates = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            CutLoop.Rate rate = new CutLoop.Rate(solution[i][0], solution[i][1]);
            boolean isMark = CutLoop.automaticAddress(columns.get(i)) == -1;
            if (isMark || !rate.equals(new CutLoop.Rate(0, 0))) {
                rates.put(columns.get(i), rate);
            }
        }
        return rates;
    }

    /** Rates of which every way costs no more than the sum: each point bears the whole cost of the dearest way past it. */
    private static Map<String, CutLoop.Rate> bound(List<String> columns, List<Way> ways) {
        Map<String, CutLoop.Rate> rates = new TreeMap<>();
        for (Way way : ways) {
            for (String column : columns) {
                long passages = passages(way, column);
                if (passages > 0) {
                    CutLoop.Rate share = new CutLoop.Rate(
                            Math.ceilDiv(Math.max(0, way.instructions), passages), Math.ceilDiv(Math.max(0, way.accesses), passages));
                    rates.merge(column, share, CutLoop.Rate::max);
                }
            }
        }
        return rates;
    }
}
