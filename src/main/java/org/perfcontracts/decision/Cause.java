package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.formula.Metric;

/**
 * A function in which the dearest path of a class costs something else than before.
 *
 * @param function its name
 * @param costs    of the function itself, without what it calls, in each metric
 * @param lines    those that cost something else, in the order of the path; where lines have moved, they are told apart by what they cost
 */
public record Cause(String function, Map<Metric, Amount> costs, List<Line> lines) {
    /** A cost in both contracts; 0 where there is none. */
    public record Amount(long before, long after) {
        /** By how much it has grown; below 0 where it has become less. */
        public long growth() {
            return after - before;
        }
    }

    /**
     * A line of source code in both contracts; missing where it is in one only.
     *
     * @param before where it was
     * @param after  where it is
     */
    public record Line(Optional<String> before, Optional<String> after, Map<Metric, Amount> costs) {
        /** Copies the collections. */
        public Line {
            costs = Collections.unmodifiableMap(new EnumMap<>(costs));
        }
    }

    /** Copies the collections. */
    public Cause {
        costs = Collections.unmodifiableMap(new EnumMap<>(costs));
        lines = List.copyOf(lines);
    }

    /** The functions that cost something else, those that have grown the most first. */
    static List<Cause> of(Profile before, Profile after) {
        Map<String, List<Profile.Share>> old = before.byFunction();
        Map<String, List<Profile.Share>> now = after.byFunction();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        List<Cause> causes = new ArrayList<>();
        for (String name : names) {
            List<Profile.Share> left = together(old.getOrDefault(name, List.of()));
            List<Profile.Share> right = together(now.getOrDefault(name, List.of()));
            Map<Metric, Amount> costs = costs(left, right);
            if (isChanged(costs)) {
                causes.add(new Cause(name, costs, lines(left, right)));
            }
        }
        causes.sort(Comparator.comparingLong((Cause cause) -> -Math.abs(cause.costs.get(Metric.INSTRUCTIONS).growth())));
        return causes;
    }

    /** Those of one line together, wherever the function is called from. */
    private static List<Profile.Share> together(List<Profile.Share> shares) {
        Map<String, Profile.Share> lines = new LinkedHashMap<>();
        shares.forEach(share -> lines.merge(share.line(), share, Cause::sum));
        return List.copyOf(lines.values());
    }

    private static Profile.Share sum(Profile.Share a, Profile.Share b) {
        Map<Metric, Long> costs = new EnumMap<>(a.costs());
        b.costs().forEach((metric, cost) -> costs.merge(metric, cost, Long::sum));
        return new Profile.Share(a.stack(), a.line(), costs);
    }

    private static Map<Metric, Amount> costs(List<Profile.Share> before, List<Profile.Share> after) {
        Map<Metric, Amount> costs = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.sums()) {
            costs.put(metric, new Amount(before.stream().mapToLong(share -> share.cost(metric)).sum(), after.stream().mapToLong(share -> share.cost(metric)).sum()));
        }
        return costs;
    }

    private static boolean isChanged(Map<Metric, Amount> costs) {
        return costs.values().stream().anyMatch(amount -> amount.growth() != 0);
    }

    // ---- lines

    /** Lines that cost the same are the same ones, as many as can be in order; what is between two of them is changed one by one. */
    private static List<Line> lines(List<Profile.Share> before, List<Profile.Share> after) {
        int[][] same = same(before, after);
        List<Line> lines = new ArrayList<>();
        List<Profile.Share> left = new ArrayList<>();
        List<Profile.Share> right = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && isSame(before.get(i), after.get(j))) {
                addChanged(left, right, lines);
                i++;
                j++;
            } else if (j == after.size() || i < before.size() && same[i + 1][j] >= same[i][j + 1]) {
                left.add(before.get(i++));
            } else {
                right.add(after.get(j++));
            }
        }
        addChanged(left, right, lines);
        return lines;
    }

    /** How many lines are the same from one on and from another on: the longest common subsequence. */
    private static int[][] same(List<Profile.Share> before, List<Profile.Share> after) {
        int[][] same = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                same[i][j] = isSame(before.get(i), after.get(j)) ? same[i + 1][j + 1] + 1 : Math.max(same[i + 1][j], same[i][j + 1]);
            }
        }
        return same;
    }

    private static boolean isSame(Profile.Share a, Profile.Share b) {
        return a.costs().equals(b.costs()) && file(a.line()).equals(file(b.line()));
    }

    private static String file(String line) {
        int colon = line.lastIndexOf(':');
        return colon < 0 ? "" : line.substring(0, colon);
    }

    private static void addChanged(List<Profile.Share> left, List<Profile.Share> right, List<Line> into) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            List<Profile.Share> old = left.subList(Math.min(i, left.size()), Math.min(i + 1, left.size()));
            List<Profile.Share> now = right.subList(Math.min(i, right.size()), Math.min(i + 1, right.size()));
            into.add(new Line(old.stream().map(Profile.Share::line).findFirst(), now.stream().map(Profile.Share::line).findFirst(), costs(old, now)));
        }
        left.clear();
        right.clear();
    }
}
