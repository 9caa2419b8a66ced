package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A term read as a linear combination of other terms, modulo 2^width; the part of a term that is not a sum is one. */
public final class Linear {
    private static final Comparator<Term> BY_AGE = Comparator.comparingInt(Term::id);

    private final int width;
    private final TreeMap<Term, BigInteger> coefficients;
    private final BigInteger constant;

    /** A coefficient, from 1 to 2^width − 1, and what it multiplies. */
    public record Monomial(Term term, BigInteger coefficient) {
    }

    private Linear(int width, TreeMap<Term, BigInteger> coefficients, BigInteger constant) {
        this.width = width;
        this.coefficients = coefficients;
        this.constant = constant;
    }

    /** The combination that a term is. */
    public static Linear of(Term term) {
        TreeMap<Term, BigInteger> coefficients = new TreeMap<>(BY_AGE);
        BigInteger constant = collect(term, BigInteger.ONE, coefficients, BigInteger.ZERO);
        return normalised(term.width(), coefficients, constant);
    }

    /** Follows the first arguments without recursion: there stands the rest of a long sum. */
    private static BigInteger collect(Term top, BigInteger topFactor, Map<Term, BigInteger> into, BigInteger constants) {
        Term term = top;
        BigInteger factor = topFactor;
        BigInteger constant = constants;
        while (term instanceof Operation o) {
            if (o.operator() == Operator.ADD) {
                constant = collect(o.argument(1), factor, into, constant);
                term = o.argument(0);
            } else if (o.operator() == Operator.NEG) {
                factor = factor.negate();
                term = o.argument(0);
            } else if (o.operator() == Operator.MUL && o.argument(1) instanceof Constant c) {
                factor = factor.multiply(c.value());
                term = o.argument(0);
            } else if (isShifted(o)) {
                factor = factor.shiftLeft(o.argument(1).width());
                Operation part = (Operation) o.argument(0);
                if (Shape.isMultiple(part)) {
                    factor = factor.multiply(((Constant) part.argument(1)).value());
                    part = (Operation) part.argument(0);
                }
                term = part.argument(0);
            } else {
                break;
            }
        }
        if (term instanceof Constant c) {
            return constant.add(c.value().multiply(factor));
        }
        into.merge(term, factor, BigInteger::add);
        return constant;
    }

    /** Whether a concatenation shifts a term as wide as it is, or a multiple of one, left by a constant. */
    private static boolean isShifted(Operation concat) {
        return concat.operator() == Operator.CONCAT && concat.arity() == 2 && concat.argument(1) instanceof Constant low && low.isZero()
                && concat.argument(0) instanceof Operation part && isLowPart(Shape.isMultiple(part) ? part.argument(0) : part, concat.width());
    }

    /** Whether a term is the low bits of one of a width. */
    private static boolean isLowPart(Term term, int width) {
        return term instanceof Operation part && part.operator() == Operator.EXTRACT && part.low() == 0 && part.argument(0).width() == width;
    }

    private static Linear normalised(int width, TreeMap<Term, BigInteger> coefficients, BigInteger constant) {
        if (coefficients.size() > 1) {
            joinShifted(coefficients);
        }
        coefficients.replaceAll((_, coefficient) -> Bits.truncate(coefficient, width));
        coefficients.values().removeIf(coefficient -> coefficient.signum() == 0);
        return new Linear(width, coefficients, Bits.truncate(constant, width));
    }

    /** Takes what is shifted left by a constant for a multiple of the same thing extended by zeros, where that is a monomial, too. */
    private static void joinShifted(TreeMap<Term, BigInteger> coefficients) {
        for (Term term : List.copyOf(coefficients.keySet())) {
            if (term instanceof Operation shifted && isExtended(shifted, 3) && shifted.argument(2) instanceof Constant low && low.isZero()) {
                coefficients.keySet().stream().filter(other -> other instanceof Operation extended && isExtended(extended, 2)
                        && extended.argument(1) == shifted.argument(1)).findFirst()
                        .ifPresent(other -> coefficients.merge(other, coefficients.remove(shifted).shiftLeft(low.width()), BigInteger::add));
            }
        }
    }

    private static boolean isExtended(Operation concat, int arity) {
        return concat.operator() == Operator.CONCAT && concat.arity() == arity && concat.argument(0) instanceof Constant high && high.isZero();
    }

    /** The width of the terms combined. */
    public int width() {
        return width;
    }

    /** The monomials, the oldest term first. */
    public List<Monomial> monomials() {
        List<Monomial> result = new ArrayList<>(coefficients.size());
        coefficients.forEach((term, coefficient) -> result.add(new Monomial(term, coefficient)));
        return result;
    }

    /** By how much a term counts; 0 if it is no monomial. */
    BigInteger coefficient(Term term) {
        return coefficients.getOrDefault(term, BigInteger.ZERO);
    }

    /** What is added to the monomials, from 0 to 2^width − 1. */
    public BigInteger constant() {
        return constant;
    }

    /** Whether no monomial is left. */
    public boolean isConstant() {
        return coefficients.isEmpty();
    }

    Linear plus(Linear other) {
        TreeMap<Term, BigInteger> merged = new TreeMap<>(BY_AGE);
        merged.putAll(coefficients);
        other.coefficients.forEach((term, coefficient) -> merged.merge(term, coefficient, BigInteger::add));
        return normalised(width, merged, constant.add(other.constant));
    }

    Linear times(BigInteger factor) {
        TreeMap<Term, BigInteger> scaled = new TreeMap<>(BY_AGE);
        coefficients.forEach((term, coefficient) -> scaled.put(term, coefficient.multiply(factor)));
        return normalised(width, scaled, constant.multiply(factor));
    }
}
