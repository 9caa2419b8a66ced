package org.perfcontracts.decision;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * What has become of a formula.
 *
 * @param before     the older one
 * @param after      the newer one
 * @param direction  over all values that PCVs can have
 * @param costBefore at the values that were asked for
 * @param costAfter  at the same values
 * @param terms      coefficients that are different; empty where one of the formulas is a maximum, of which no coefficient speaks alone
 */
public record Change(Formula before, Formula after, Direction direction, Interval costBefore, Interval costAfter, List<Term> terms) {
    /** Over all values that PCVs can have. */
    public enum Direction {
        /** The formulas are the same. */
        SAME,
        /** Nowhere more than before. */
        LESS,
        /** Nowhere less than before. */
        MORE,
        /** More at some values and less at others, as far as is known. */
        MIXED
    }

    /** A coefficient of both formulas, 0 where it does not occur. */
    public record Term(Monomial monomial, long before, long after) {
    }

    /** The PCVs of both formulas, in order. */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>(before.variables());
        names.addAll(after.variables());
        return names;
    }

    /** Compares two formulas. */
    static Change of(Formula before, Formula after, Map<String, Pcv> ranges, PcvValues values) {
        return new Change(before, after, direction(before, after, ranges), End.both(before, values.all()), End.both(after, values.all()), terms(before, after));
    }

    private static Direction direction(Formula before, Formula after, Map<String, Pcv> ranges) {
        if (before.alternatives().equals(after.alternatives())) {
            return Direction.SAME;
        }
        if (isAtMost(after, before, BigDecimal.ZERO, ranges)) {
            return Direction.LESS;
        }
        return isAtMost(before, after, BigDecimal.ZERO, ranges) ? Direction.MORE : Direction.MIXED;
    }

    private static List<Term> terms(Formula before, Formula after) {
        if (before.alternatives().size() > 1 || after.alternatives().size() > 1) {
            return List.of();
        }
        Map<Monomial, Long> old = before.alternatives().getFirst().coefficients();
        Map<Monomial, Long> now = after.alternatives().getFirst().coefficients();
        Set<Monomial> monomials = new TreeSet<>(old.keySet());
        monomials.addAll(now.keySet());
        List<Term> terms = new ArrayList<>();
        for (Monomial monomial : monomials) {
            Term term = new Term(monomial, old.getOrDefault(monomial, 0L), now.getOrDefault(monomial, 0L));
            if (term.before() != term.after()) {
                terms.add(term);
            }
        }
        return terms;
    }

    // ---- limits

    /**
     * Whether a formula is nowhere within ranges more than so many per cent above another. A yes is certain; so is a no where both are linear.
     *
     * @throws ArithmeticException if a figure does not fit 64 bits
     */
    static boolean isAtMost(Formula formula, Formula other, BigDecimal percent, Map<String, Pcv> ranges) {
        BigDecimal factor = percent.add(BigDecimal.valueOf(100));
        long scale = BigDecimal.TEN.pow(Math.max(0, factor.scale())).longValueExact();
        long allowed = factor.multiply(BigDecimal.valueOf(scale)).longValueExact();
        List<Polynomial> bounds = other.alternatives().stream().map(each -> each.times(allowed)).toList();
        return formula.alternatives().stream().map(each -> each.times(100 * scale))
                .allMatch(each -> bounds.stream().anyMatch(bound -> bound.dominates(each, ranges)));
    }

    /** Where to look for a PCV's effect if its range has no end. */
    private static final long FAR = 1_000_000;

    /**
     * Values of the PCVs at which this change is greatest in per cent, each at an end of its range. For linear formulas it is nowhere greater: one
     * PCV after the other is put where the change is greater, until none makes it so; what no single PCV improves is then the greatest.
     */
    public Map<String, Long> greatestGrowth(Collection<Pcv> ranges) {
        Map<String, Long> point = new TreeMap<>();
        Set<String> names = variables();
        List<Pcv> moved = ranges.stream().filter(pcv -> names.contains(pcv.name())).toList();
        moved.forEach(pcv -> point.put(pcv.name(), pcv.low()));
        boolean better = true;
        for (int round = 0; better && round <= 2 * moved.size(); round++) {
            better = false;
            for (Pcv pcv : moved) {
                better |= move(pcv, point);
            }
        }
        return point;
    }

    private boolean move(Pcv pcv, Map<String, Long> point) {
        long here = point.get(pcv.name());
        long high = pcv.high().orElse(pcv.low() + FAR);
        double growth = growth(point);
        point.put(pcv.name(), here == pcv.low() ? high : pcv.low());
        if (growth(point) > growth) {
            return true;
        }
        point.put(pcv.name(), here);
        return false;
    }

    /** The cost after divided by that before; infinite where it was 0. */
    private double growth(Map<String, Long> point) {
        double old = before.evaluate(point);
        double now = after.evaluate(point);
        return old > 0 ? now / old : now > 0 ? Double.POSITIVE_INFINITY : 1;
    }
}
