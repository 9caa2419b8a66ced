package org.perfcontracts.explore;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

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
        int width = columns.size();
        List<BigInteger[]> rows = new ArrayList<>();
        for (Way way : ways) {
            BigInteger[] row = new BigInteger[width + 2];
            for (int i = 0; i < width; i++) {
                row[i] = BigInteger.valueOf(passages(way, columns.get(i)));
            }
            row[width] = BigInteger.valueOf(way.instructions);
            row[width + 1] = BigInteger.valueOf(way.accesses);
            rows.add(row);
        }
        int[] pivotRow = eliminate(rows, width);
        return pivotRow == null ? null : readOff(columns, rows, pivotRow);
    }

    /** Gauss and Jordan in whole numbers; the row of each column's pivot or -1; null where the rows contradict. */
    private static int[] eliminate(List<BigInteger[]> rows, int width) {
        int[] pivotRow = new int[width];
        int done = 0;
        for (int column = 0; column < width; column++) {
            pivotRow[column] = -1;
            int pivot = done;
            while (pivot < rows.size() && rows.get(pivot)[column].signum() == 0) {
                pivot++;
            }
            if (pivot == rows.size()) {
                continue;
            }
            java.util.Collections.swap(rows, pivot, done);
            BigInteger[] base = rows.get(done);
            for (int other = 0; other < rows.size(); other++) {
                if (other != done) {
                    clear(rows.get(other), base, column);
                }
            }
            pivotRow[column] = done++;
        }
        for (int row = done; row < rows.size(); row++) {
            if (rows.get(row)[width].signum() != 0 || rows.get(row)[width + 1].signum() != 0) {
                return null;
            }
        }
        return pivotRow;
    }

    private static void clear(BigInteger[] row, BigInteger[] base, int column) {
        BigInteger factor = row[column];
        if (factor.signum() == 0) {
            return;
        }
        BigInteger scale = base[column];
        BigInteger divisor = BigInteger.ZERO;
        for (int i = 0; i < row.length; i++) {
            row[i] = row[i].multiply(scale).subtract(base[i].multiply(factor));
            divisor = divisor.gcd(row[i]);
        }
        if (divisor.signum() != 0) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i].divide(divisor);
            }
        }
    }

    private static Map<String, CutLoop.Rate> readOff(List<String> columns, List<BigInteger[]> rows, int[] pivotRow) {
        Map<String, CutLoop.Rate> rates = new TreeMap<>();
        int width = columns.size();
        for (int column = 0; column < width; column++) {
            if (pivotRow[column] < 0) {
                continue;
            }
            BigInteger[] row = rows.get(pivotRow[column]);
            BigInteger[] instructions = row[width].divideAndRemainder(row[column]);
            BigInteger[] accesses = row[width + 1].divideAndRemainder(row[column]);
            if (instructions[1].signum() != 0 || accesses[1].signum() != 0) {
                return null;
            }
            rates.put(columns.get(column), new CutLoop.Rate(instructions[0].longValueExact(), accesses[0].longValueExact()));
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
