package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Maximum;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * The distribution of a formula's value where PCVs have distributions, independent of each other. Computed where that is small: term by term by
 * convolution, or over all combinations of values; drawn otherwise, always the same.
 */
final class CostModel {
    /** Values that are drawn. */
    static final int SAMPLES = 100_000;
    /** Where drawing starts. */
    static final long SEED = 1;

    private static final int MOST_POINTS = 1 << 17;
    private static final long MOST_PAIRS = 1 << 19;

    private final Formula formula;
    private final End end;
    private final Map<String, Interval> fixed = new TreeMap<>();
    private final SortedMap<String, Distribution.Known> random = new TreeMap<>();

    /**
     * A distribution, and how it was found.
     *
     * @param drawn whether it is of samples
     */
    record Outcome(CostDistribution distribution, boolean drawn) {
    }

    /**
     * A formula under distributions.
     *
     * @param end what to take of PCVs of which only a range is known
     */
    CostModel(Formula formula, Map<String, Distribution> pcvs, End end) {
        this.formula = formula;
        this.end = end;
        for (String name : formula.variables()) {
            switch (find(pcvs, name)) {
                case Distribution.Within within -> fixed.put(name, within.values());
                case Distribution.Known known -> random.put(name, known);
            }
        }
    }

    private static Distribution find(Map<String, Distribution> pcvs, String name) {
        Distribution found = pcvs.get(name);
        if (found == null) {
            throw new IllegalArgumentException("PCV " + name + " has no value");
        }
        return found;
    }

    /** The greatest value that the formula can have; empty where it has none. */
    static OptionalLong worst(Formula formula, Map<String, Distribution> pcvs) {
        Map<String, Interval> ranges = new TreeMap<>();
        for (String name : formula.variables()) {
            Distribution distribution = find(pcvs, name);
            if (distribution.high().isEmpty()) {
                return OptionalLong.empty();
            }
            ranges.put(name, new Interval(distribution.low(), distribution.high().getAsLong()));
        }
        return OptionalLong.of(End.MOST.of(formula, ranges));
    }

    /** The same where PCVs share something besides, which may bound what has no end by itself. */
    static OptionalLong worst(Formula formula, Map<String, Distribution> pcvs, Collection<LinearBound> together) {
        OptionalLong alone = worst(formula, pcvs);
        if (together.isEmpty() || formula.variables().stream().map(name -> find(pcvs, name)).allMatch(each -> each.high().equals(OptionalLong.of(each.low())))) {
            return alone;       // what is one value costs what it costs
        }
        Map<String, Pcv> ranges = new TreeMap<>();
        pcvs.forEach((name, distribution) -> ranges.put(name, new Pcv(name, "", distribution.low(), distribution.high())));
        OptionalLong shared = Maximum.of(formula, ranges, together).value();
        return shared.isEmpty() || alone.isPresent() && alone.getAsLong() <= shared.getAsLong() ? alone : shared;
    }

    /** The distribution of the cost. */
    Outcome outcome() {
        Map<String, SortedMap<Long, Double>> points = new TreeMap<>();
        for (Map.Entry<String, Distribution.Known> each : random.entrySet()) {
            var found = each.getValue().points(MOST_POINTS);
            if (found.isEmpty()) {
                return drawn();
            }
            points.put(each.getKey(), found.get());
        }
        return isSumOfSingles() ? bySums(points) : byCombinations(points);
    }

    /** Whether no two random PCVs occur in one monomial, and there is no maximum. */
    private boolean isSumOfSingles() {
        return formula.alternatives().size() == 1 && formula.alternatives().getFirst().coefficients().keySet().stream()
                .allMatch(monomial -> monomial.exponents().keySet().stream().map(Derived::pcvOf).filter(random::containsKey).distinct().count() <= 1);
    }

    private Outcome bySums(Map<String, SortedMap<Long, Double>> points) {
        Map<String, Map<Monomial, Long>> parts = new TreeMap<>();
        formula.alternatives().getFirst().coefficients().forEach((monomial, coefficient) -> parts.computeIfAbsent(
                monomial.exponents().keySet().stream().map(Derived::pcvOf).filter(random::containsKey).findFirst().orElse(""), _ -> new TreeMap<>()).put(monomial, coefficient));
        CostDistribution sum = CostDistribution.always(end.of(Polynomial.of(parts.getOrDefault("", Map.of())), fixed));
        for (String name : random.keySet()) {
            Polynomial part = Polynomial.of(parts.get(name));
            CostDistribution cost = CostDistribution.of(points.get(name), value -> end.of(part, with(name, value)));
            if ((long) sum.size() * cost.size() > MOST_PAIRS) {
                return drawn();
            }
            sum = sum.plus(cost);
        }
        return new Outcome(sum, false);
    }

    private Map<String, Interval> with(String name, long value) {
        Map<String, Interval> values = new HashMap<>(fixed);
        values.put(name, Interval.of(value));
        return values;
    }

    private Outcome byCombinations(Map<String, SortedMap<Long, Double>> points) {
        double combinations = points.values().stream().mapToDouble(Map::size).reduce(1, (a, b) -> a * b);
        if (combinations > MOST_PAIRS) {
            return drawn();
        }
        Map<Long, Double> probabilities = new TreeMap<>();
        combine(List.copyOf(points.entrySet()), 0, new HashMap<>(fixed), 1, probabilities);
        return new Outcome(CostDistribution.of(probabilities), false);
    }

    private void combine(List<Map.Entry<String, SortedMap<Long, Double>>> points, int from, Map<String, Interval> values, double probability,
            Map<Long, Double> probabilities) {
        if (from == points.size()) {
            probabilities.merge(end.of(formula, values), probability, Double::sum);
            return;
        }
        points.get(from).getValue().forEach((value, share) -> {
            values.put(points.get(from).getKey(), Interval.of(value));
            combine(points, from + 1, values, probability * share, probabilities);
        });
    }

    private Outcome drawn() {
        Random source = new Random(SEED);
        List<Map.Entry<String, Distribution.Known>> drawn = new ArrayList<>(random.entrySet());
        Map<String, Interval> values = new HashMap<>(fixed);
        Map<Long, Double> probabilities = new TreeMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            drawn.forEach(each -> values.put(each.getKey(), Interval.of(each.getValue().draw(source))));
            probabilities.merge(end.of(formula, values), 1.0 / SAMPLES, Double::sum);
        }
        return new Outcome(CostDistribution.of(probabilities), true);
    }
}
