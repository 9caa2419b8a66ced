package org.perfcontracts.contract;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/**
 * A named set of paths with a bound on their cost.
 *
 * @param name      unique within the contract
 * @param condition which inputs it holds
 * @param formulas  for each metric an upper bound of every path of the class
 * @param around    at level stack, what of the cost lies outside the network function; empty where that is not known
 * @param paths     how many paths it holds, at least 1
 * @param complete  whether all its paths were explored to their end; otherwise the formulas bound only those that were
 * @param reasons   why it is not complete; empty if it is
 */
public record InputClass(
        String name, Condition condition, Map<Metric, Formula> formulas, Map<Metric, Span> around, int paths, boolean complete,
        List<String> reasons) {
    /** The least and the most of a number, over the paths of a class. */
    public record Span(long least, long most) {
        @Override
        public String toString() {
            return least == most ? Long.toString(least) : least + "…" + most;
        }
    }

    /** Copies the collections. */
    public InputClass {
        EnumMap<Metric, Formula> ordered = new EnumMap<>(Metric.class);
        ordered.putAll(formulas);
        formulas = Collections.unmodifiableMap(ordered);
        around = Collections.unmodifiableMap(new TreeMap<>(around));
        reasons = List.copyOf(reasons);
    }

    /** Whether the formulas of all metrics are exact. */
    public boolean exact() {
        return complete && formulas.values().stream().allMatch(Formula::exact);
    }
}
