package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.perfcontracts.explore.Costed;
import org.perfcontracts.formula.LinearSystem;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/**
 * One exact formula for several ways of execution whose costs differ by constants, where how often they pass marks tells them apart:
 * the ways' constants are expressed by the numbers of passages.
 */
final class PassageFit {
    private PassageFit() {
    }

    /** The formulas that give the cost of every way exactly, or empty where there are none. */
    static Optional<Map<Metric, Polynomial>> of(List<? extends Costed> ways) {
        if (ways.isEmpty() || ways.stream().anyMatch(way -> !way.exact()) || differInRates(ways)) {
            return Optional.empty();
        }
        TreeSet<String> marks = new TreeSet<>();
        ways.forEach(way -> marks.addAll(way.passages().keySet()));
        // What a loop passes is not known from the way alone, also where it costs nothing.
        ways.forEach(way -> marks.removeAll(way.looped()));
        List<String> columns = new ArrayList<>(marks);
        LinearSystem system = new LinearSystem(columns.size() + 1, Metric.values().length);
        for (Costed way : ways) {
            long[] row = new long[columns.size() + 1];
            row[0] = 1;
            for (int i = 0; i < columns.size(); i++) {
                row[i + 1] = way.passages().getOrDefault(columns.get(i), 0L);
            }
            long[] constants = new long[Metric.values().length];
            for (Metric metric : Metric.values()) {
                constants[metric.ordinal()] = way.cost().get(metric).constant();
            }
            system.add(row, constants);
        }
        return system.solve().map(rates -> formulas(ways.getFirst(), columns, rates));
    }

    private static boolean differInRates(List<? extends Costed> ways) {
        for (Metric metric : Metric.values()) {
            if (ways.stream().map(way -> variablePart(way, metric)).distinct().count() > 1) {
                return true;
            }
        }
        return false;
    }

    private static Polynomial variablePart(Costed way, Metric metric) {
        Polynomial cost = way.cost().get(metric);
        return cost.plus(-cost.constant());
    }

    private static Map<Metric, Polynomial> formulas(Costed any, List<String> columns, long[][] rates) {
        Map<Metric, Polynomial> formulas = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            Polynomial formula = variablePart(any, metric).plus(rates[0][metric.ordinal()]);
            for (int i = 0; i < columns.size(); i++) {
                formula = formula.plus(Polynomial.variable(columns.get(i)).times(rates[i + 1][metric.ordinal()]));
            }
            formulas.put(metric, formula);
        }
        return formulas;
    }
}
