package org.perfcontracts.contract;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.explore.Costed;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** The formulas of several ways of execution together. */
final class Formulas {
    private Formulas() {
    }

    /** One exact formula where passages of marks make the difference, or else the maximum of all. At least one way. */
    static Map<Metric, Formula> of(List<? extends Costed> ways, Map<String, Pcv> ranges) {
        Optional<Map<Metric, Polynomial>> single = PassageFit.of(ways);
        Map<Metric, Formula> formulas = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            formulas.put(metric, single.map(fit -> Formula.exactly(fit.get(metric))).orElseGet(() -> max(ways, metric, ranges)));
        }
        return formulas;
    }

    private static Formula max(List<? extends Costed> ways, Metric metric, Map<String, Pcv> ranges) {
        return Formula.max(ways.stream().map(way -> new Formula(List.of(way.cost().get(metric)), way.exact())).toList(), ranges);
    }
}
