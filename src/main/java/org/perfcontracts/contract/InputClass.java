package org.perfcontracts.contract;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;

/**
 * A named set of paths with a bound on their cost.
 *
 * @param name      unique within the contract
 * @param condition which inputs it holds
 * @param formulas  for each metric an upper bound of every path of the class; a contract of before there were cache lines has none for these
 * @param around    at level stack, what of the cost lies outside the network function; empty where that is not known
 * @param paths     how many paths it holds, at least 1
 * @param complete  whether all its paths were explored to their end; otherwise the formulas bound only those that were
 * @param reasons   why it is not complete; empty if it is
 * @param lines     an upper bound of the cache lines in each place, by its name; a line in which two places meet counts in both
 * @param witness   of a class that does not return, an input in words under which that happens, where one is known
 * @param profile   where its cost goes, where that is known
 */
public record InputClass(
        String name, Condition condition, Map<Metric, Formula> formulas, Map<Metric, Span> around, int paths, boolean complete,
        List<String> reasons, Map<String, Formula> lines, Optional<String> witness, Optional<Profile> profile) {
    /** What the names of classes begin with whose packets crash the program. */
    public static final String FAULTS = "faults: ";
    /** What the names of classes begin with that have no bound. */
    public static final String ENDLESS = "may never end";

    /** A class whose packets return, of which nobody knows where the cost goes nor where its cache lines are. */
    public InputClass(String name, Condition condition, Map<Metric, Formula> formulas, Map<Metric, Span> around, int paths, boolean complete,
            List<String> reasons) {
        this(name, condition, formulas, around, paths, complete, reasons, Map.of(), Optional.empty(), Optional.empty());
    }

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
        lines = Collections.unmodifiableMap(new TreeMap<>(lines));
    }

    /** What a class is called of which nothing better is known than its cost. */
    static String cost(Map<Metric, Formula> formulas) {
        return formulas.get(Metric.INSTRUCTIONS) + " instructions";
    }

    /** Whether its name tells its cost only, so that it has another as soon as that changes. */
    public boolean isNamedByCost() {
        return name.startsWith(cost(formulas));
    }

    /** Whether its packets may go round a loop for ever. */
    public boolean endless() {
        return name.startsWith(ENDLESS);
    }

    /** Whether the formulas of all that adds up along a path, instructions and memory accesses, are exact. */
    public boolean exact() {
        return complete && formulas.entrySet().stream().allMatch(each -> each.getValue().exact() || !each.getKey().isSum());
    }
}
