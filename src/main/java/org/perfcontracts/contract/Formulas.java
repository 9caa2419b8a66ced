package org.perfcontracts.contract;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.state.Costed;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** The formulas of several ways of execution together. */
final class Formulas {
    private static final int MOST_ALTERNATIVES = 2;

    private Formulas() {
    }

    /**
     * One exact formula where passages of marks make the difference. Otherwise the maximum of all, or a bound over passages where
     * that exceeds the ways by less.
     *
     * @param ways   at least one
     * @param ranges of PCVs, by name
     */
    static Map<Metric, Formula> of(List<? extends Costed> ways, Map<String, Pcv> ranges) {
        Map<Metric, Formula> formulas = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            formulas.put(metric, isPlain(ways) ? plain(ways.getFirst(), metric)
                    : PassageFit.exact(ways, metric).map(Formula::exactly).orElseGet(() -> bound(ways, metric, ranges)));
        }
        return formulas;
    }

    /** Whether there is one way, whose cost no mark changes; of these there can be very many. */
    private static boolean isPlain(List<? extends Costed> ways) {
        return ways.size() == 1 && ways.getFirst().passages().isEmpty() && ways.getFirst().looped().isEmpty();
    }

    private static Formula plain(Costed way, Metric metric) {
        return shortened(metric, new Formula(List.of(way.cost().get(metric)), way.exact(metric)));
    }

    private static Formula bound(List<? extends Costed> ways, Metric metric, Map<String, Pcv> ranges) {
        Formula max = Formula.max(ways.stream().map(way -> new Formula(List.of(way.cost().get(metric)), way.exact(metric))).toList(), ranges);
        Optional<Formula> fit = max.exact() ? Optional.empty() : PassageFit.bound(ways, metric).map(Formula::atMost);
        return shortened(metric, fit.filter(bound -> excess(bound, ways, metric) < excess(max, ways, metric)).orElse(max));
    }

    /** Of cache lines, which ways share or not by where data happens to lie, one formula says enough that is above all of many. */
    static Formula shortened(Metric metric, Formula formula) {
        return metric.isSum() ? formula : formula.withAtMost(MOST_ALTERNATIVES);
    }

    /** The cache lines of paths in each place that one of them touches. */
    static Map<String, Formula> lines(List<Path> paths, Map<String, Pcv> ranges) {
        Map<String, Formula> lines = new TreeMap<>();
        paths.stream().flatMap(path -> path.lines().keySet().stream()).distinct().forEach(place -> lines.put(place, shortened(Metric.CACHE_LINES,
                Formula.max(paths.stream().map(path -> new Formula(List.of(path.lines().getOrDefault(place, Polynomial.ZERO)),
                        path.exact(Metric.CACHE_LINES))).toList(), ranges))));
        return lines;
    }

    /** By how much a formula exceeds the ways altogether, where each passes the marks as often as outside its loops. */
    private static double excess(Formula formula, List<? extends Costed> ways, Metric metric) {
        return ways.stream().mapToDouble(way -> formula.alternatives().stream()
                .mapToLong(each -> PassageFit.excess(each, way, metric)).max().getAsLong()).sum();
    }
}
