package org.perfcontracts.contract;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Maximum;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

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
 * @param merged    of several classes that became this one because their costs are near, what there is to say of them
 * @param usual     the values of PCVs in its cheapest packet, which goes round no loop more often than it must; of all PCVs that its formulas speak
 *                  of, or empty where that is not known
 * @param together  bounds of sums of PCVs in each of its packets, that do not follow from the ranges of PCVs, and of single ones
 */
public record InputClass(
        String name, Condition condition, Map<Metric, Formula> formulas, Map<Metric, Span> around, int paths, boolean complete,
        List<String> reasons, Map<String, Formula> lines, Optional<String> witness, Optional<Profile> profile, Optional<Merged> merged,
        Map<String, Long> usual, List<LinearBound> together) {
    /** What the names of classes begin with whose packets crash the program. */
    public static final String FAULTS = "faults: ";
    /** What the names of classes begin with that have no bound. */
    public static final String ENDLESS = "may never end";

    /** A class whose packets return, of which nobody knows where the cost goes nor where its cache lines are. */
    public InputClass(String name, Condition condition, Map<Metric, Formula> formulas, Map<Metric, Span> around, int paths, boolean complete,
            List<String> reasons) {
        this(name, condition, formulas, around, paths, complete, reasons, Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of());
    }

    /**
     * Classes that became one.
     *
     * @param classes    how many they were, at least 2
     * @param resolution how near their costs are, as {@link Resolution#of} reads it
     * @param common     statements that hold of every input of each of them; may be empty
     */
    public record Merged(int classes, String resolution, List<String> common) {
        /** Copies the list. */
        public Merged {
            common = List.copyOf(common);
        }
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
        together = List.copyOf(together);
        usual = Collections.unmodifiableMap(new TreeMap<>(usual));
    }

    /** The names of the PCVs that its formulas speak of, in order. */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>();
        formulas.values().forEach(formula -> names.addAll(formula.variables()));
        return names;
    }

    /** Whether it is known what PCVs usually are in it. */
    public boolean hasUsual() {
        return usual.keySet().containsAll(variables());
    }

    /** What its formula comes to where PCVs are as usual; empty where that is not known, or does not fit 64 bits. */
    public OptionalLong typical(Metric metric) {
        Formula formula = formulas.get(metric);
        try {
            return formula == null || !usual.keySet().containsAll(formula.variables()) ? OptionalLong.empty() : OptionalLong.of(formula.evaluate(usual));
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** What none of its packets exceeds; empty where nothing is known to bound them, or it does not fit 64 bits. */
    public OptionalLong worst(Metric metric, Map<String, Pcv> ranges) {
        Formula formula = formulas.get(metric);
        return formula == null || !complete || endless() ? OptionalLong.empty() : Maximum.of(formula, ranges, together).value();
    }

    /** What a class is called of which nothing better is known than its cost, such as {@code from 43 instructions}. */
    static String roughly(Map<Metric, Formula> formulas) {
        return figure(formulas.get(Metric.INSTRUCTIONS)) + " instructions";
    }

    /** A formula in a word or two: what it is where all PCVs are 0. */
    static String figure(Formula formula) {
        long least = formula.alternatives().stream().mapToLong(Polynomial::constant).max().orElse(0);
        return (formula.isConstant() ? "" : "from ") + least;
    }

    /** Whether its name tells its cost, so that it has another as soon as that changes. */
    public boolean isNamedByCost() {
        return name.contains(roughly(formulas)) || name.contains(formulas.get(Metric.INSTRUCTIONS) + " instructions");
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
