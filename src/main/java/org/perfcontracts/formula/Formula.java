package org.perfcontracts.formula;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The cost of an input class: the maximum of polynomials over PCVs.
 *
 * @param alternatives what the maximum is taken of; never empty, and none of them dominates another
 * @param exact        whether every packet of the class costs just this; otherwise it is an upper bound
 */
public record Formula(List<Polynomial> alternatives, boolean exact) {
    private static final Comparator<Polynomial> BY_TEXT = Comparator.comparing(Polynomial::toString);

    /** Copies the alternatives. */
    public Formula {
        alternatives = List.copyOf(alternatives);
        if (alternatives.isEmpty()) {
            throw new IllegalArgumentException("a formula needs at least one polynomial");
        }
    }

    /** The cost of something whose every execution costs the same polynomial. */
    public static Formula exactly(Polynomial polynomial) {
        return new Formula(List.of(polynomial), true);
    }

    /** A polynomial that the cost never exceeds. */
    public static Formula atMost(Polynomial polynomial) {
        return new Formula(List.of(polynomial), false);
    }

    /**
     * The formula of a union: the maximum of all alternatives, without those that another one dominates within the ranges.
     * It is exact if all the formulas are, and are equal.
     */
    public static Formula max(Collection<Formula> formulas, Map<String, Pcv> ranges) {
        Set<Polynomial> all = new LinkedHashSet<>();
        formulas.forEach(formula -> all.addAll(formula.alternatives));
        boolean exact = all.size() == 1 && formulas.stream().allMatch(Formula::exact);
        return new Formula(undominated(all, ranges), exact);
    }

    private static List<Polynomial> undominated(Collection<Polynomial> all, Map<String, Pcv> ranges) {
        List<Polynomial> kept = new ArrayList<>();
        List<Polynomial> ordered = new ArrayList<>(all);
        ordered.sort(BY_TEXT); // so that the result does not depend on the order in which paths were found
        for (Polynomial candidate : ordered) {
            if (kept.stream().anyMatch(other -> other.dominates(candidate, ranges))) {
                continue;
            }
            kept.removeIf(other -> candidate.dominates(other, ranges));
            kept.add(candidate);
        }
        return kept;
    }

    /** The same if it has no more alternatives; else one that is nowhere below: of each monomial the highest coefficient. */
    public Formula withAtMost(int most) {
        if (alternatives.size() <= most) {
            return this;
        }
        Map<String, Long> leastAbove = new TreeMap<>();
        alternatives.forEach(each -> each.coefficients().keySet().forEach(monomial -> monomial.exponents().keySet().stream().filter(variable -> variable.startsWith("["))
                .map(Bracket::of).forEach(bracket -> leastAbove.merge(bracket.pcv(), bracket.above(), Math::min))));
        Map<Monomial, Long> highest = new TreeMap<>();
        for (Polynomial each : alternatives) {
            each.withBrackets(leastAbove).coefficients().forEach((monomial, coefficient) -> highest.merge(monomial, coefficient, Math::max));
        }
        // What an alternative does not have counts as zero in it.
        highest.entrySet().removeIf(entry -> entry.getValue() < 0 && alternatives.stream().anyMatch(
                each -> !each.withBrackets(leastAbove).coefficients().containsKey(entry.getKey())));
        return atMost(Polynomial.of(highest));
    }

    /** The value where the PCVs have the given values; see {@link Polynomial#evaluate}. */
    public long evaluate(Map<String, Long> values) {
        return alternatives.stream().mapToLong(polynomial -> polynomial.evaluate(values)).max().getAsLong();
    }

    /** Whether no PCV occurs. */
    public boolean isConstant() {
        return variables().isEmpty();
    }

    /** The names of the PCVs that occur, in order. */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>();
        alternatives.forEach(polynomial -> names.addAll(polynomial.variables()));
        return names;
    }

    /** The polynomial, or {@code max(…, …)} of several. */
    @Override
    public String toString() {
        if (alternatives.size() == 1) {
            return alternatives.getFirst().toString();
        }
        return alternatives.stream().map(Polynomial::toString).collect(Collectors.joining(", ", "max(", ")"));
    }
}
