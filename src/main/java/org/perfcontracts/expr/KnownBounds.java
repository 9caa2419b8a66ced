package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds of terms' unsigned values that hold wherever some conditions do; read off comparisons in them, so not always tight. Where the
 * conditions contradict each other, the low end may exceed the high one.
 */
public final class KnownBounds {
    /** A bound by a term that has got one itself by a later condition is found the second time. */
    private static final int ROUNDS = 2;

    private final Map<Term, Interval> known = new HashMap<>();

    /** The bounds by the given conditions. */
    public KnownBounds(Collection<Term> conditions) {
        for (int round = 0; round < ROUNDS; round++) {
            conditions.forEach(condition -> learn(condition, true));
        }
    }

    /** The bounds of a term. */
    public Interval of(Term term) {
        return Interval.of(term, known::get);
    }

    private void learn(Term condition, boolean holds) {
        if (!(condition instanceof Operation o)) {
            return;
        }
        switch (o.operator()) {
            case NOT -> learn(o.argument(0), !holds);
            case AND -> {
                if (holds) {
                    o.arguments().forEach(part -> learn(part, true));
                }
            }
            case OR -> {
                if (!holds) {
                    o.arguments().forEach(part -> learn(part, false));
                }
            }
            case ULT -> {
                Term less = o.argument(holds ? 0 : 1);
                Term more = o.argument(holds ? 1 : 0);
                BigInteger distance = holds ? BigInteger.ONE : BigInteger.ZERO;
                Interval ofLess = of(less);
                Interval ofMore = of(more);
                narrow(less, new Interval(ofLess.low(), ofMore.high().subtract(distance)));
                narrow(more, new Interval(ofLess.low().add(distance), ofMore.high()));
            }
            case EQ -> {
                if (holds) {
                    Interval both = of(o.argument(0)).and(of(o.argument(1)));
                    narrow(o.argument(0), both);
                    narrow(o.argument(1), both);
                } else {
                    narrowByDifference(o.argument(0), o.argument(1));
                    narrowByDifference(o.argument(1), o.argument(0));
                }
            }
            default -> {
            }
        }
    }

    /** What differs from its least or its greatest value is beyond it. */
    private void narrowByDifference(Term term, Term other) {
        if (other instanceof Constant c && !(term instanceof Constant)) {
            Interval bounds = of(term);
            if (bounds.low().equals(c.value())) {
                narrow(term, new Interval(bounds.low().add(BigInteger.ONE), bounds.high()));
            } else if (bounds.high().equals(c.value())) {
                narrow(term, new Interval(bounds.low(), bounds.high().subtract(BigInteger.ONE)));
            }
        }
    }

    /** Notes bounds of a term, and those of the one term in it that is not known where it is made by adding or by widening. */
    private void narrow(Term term, Interval narrower) {
        Interval before = of(term);
        Interval bounds = before.and(narrower);
        if (term instanceof Constant || bounds.equals(before) || bounds.low().compareTo(bounds.high()) > 0) {
            return;
        }
        known.put(term, bounds);
        if (!(term instanceof Operation o)) {
            return;
        }
        if (o.operator() == Operator.ADD && o.argument(1) instanceof Constant c) {
            BigInteger size = BigInteger.ONE.shiftLeft(o.width());
            BigInteger low = bounds.low().subtract(c.value()).mod(size);
            BigInteger high = bounds.high().subtract(c.value()).mod(size);
            if (low.compareTo(high) <= 0) {
                narrow(o.argument(0), new Interval(low, high));
            }
        }
        if (o.operator() == Operator.CONCAT && isZero(o.arguments().subList(0, o.arity() - 1))) {
            narrow(o.argument(o.arity() - 1), bounds);
        }
    }

    private static boolean isZero(List<Term> parts) {
        return parts.stream().allMatch(part -> part instanceof Constant c && c.isZero());
    }
}
