package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.Collection;
import java.util.function.Function;

/** Bounds of a term's unsigned value that hold under every assignment; read off its structure, so not always tight. */
public record Interval(BigInteger low, BigInteger high) {
    private static final int DEEPEST = 12;

    /** The bounds of a term. */
    public static Interval of(Term term) {
        return new Reading(_ -> null).of(term, DEEPEST);
    }

    /** The bounds of a term where some terms have bounds that they do not show; null of those that have none. */
    static Interval of(Term term, Function<Term, Interval> known) {
        return new Reading(known).of(term, DEEPEST / 2);
    }

    /** Whether a number is between the bounds. */
    public boolean contains(BigInteger number) {
        return low.compareTo(number) <= 0 && number.compareTo(high) <= 0;
    }

    /** Whether a product never wraps around. */
    static boolean fits(Term term, BigInteger factor) {
        return of(term).high.multiply(factor).bitLength() <= term.width();
    }

    /**
     * Bounds of a symbol where conditions hold that compare it with constants, unsigned; what else they say does not narrow them.
     * The low end exceeds the high one if they contradict each other.
     */
    public static Interval of(Symbol symbol, Collection<Term> conditions) {
        Interval bounds = any(symbol.width());
        for (Term condition : conditions) {
            bounds = bounds.and(of(symbol, condition));
        }
        return bounds;
    }

    private static Interval of(Symbol symbol, Term condition) {
        Interval any = any(symbol.width());
        boolean negated = condition instanceof Operation not && not.operator() == Operator.NOT;
        Term positive = negated ? ((Operation) condition).argument(0) : condition;
        if (!(positive instanceof Operation o) || o.arity() != 2) {
            return any;
        }
        if (o.operator() == Operator.EQ && !negated && o.argument(0) == symbol && o.argument(1) instanceof Constant c) {
            return new Interval(c.value(), c.value());
        }
        if (o.operator() == Operator.EQ && negated && o.argument(0) == symbol && o.argument(1) instanceof Constant c && c.isZero()) {
            return new Interval(BigInteger.ONE, any.high);
        }
        if (o.operator() == Operator.ULT && o.argument(0) == symbol && o.argument(1) instanceof Constant c) {
            return negated ? new Interval(c.value(), any.high) : new Interval(any.low, c.value().subtract(BigInteger.ONE));
        }
        if (o.operator() == Operator.ULT && o.argument(1) == symbol && o.argument(0) instanceof Constant c) {
            return negated ? new Interval(any.low, c.value()) : new Interval(c.value().add(BigInteger.ONE), any.high);
        }
        return any;
    }

    Interval and(Interval other) {
        return new Interval(low.max(other.low), high.min(other.high));
    }

    private static Interval any(int width) {
        return new Interval(BigInteger.ZERO, Bits.wideMask(width));
    }

    /** The remainders of numbers from one bound to the other by two to the width; any where some are beyond a multiple that others are not. */
    private static Interval ifSameTurn(BigInteger low, BigInteger high, int width) {
        BigInteger turn = low.shiftRight(width).shiftLeft(width);
        return ifFits(low.subtract(turn), high.subtract(turn), width);
    }

    private static Interval ifFits(BigInteger low, BigInteger high, int width) {
        return high.bitLength() <= width ? new Interval(low, high) : any(width);
    }

    /** A reading of bounds off structure and what is known besides. */
    private record Reading(Function<Term, Interval> known) {
        Interval of(Term term, int depth) {
            Interval shown = switch (term) {
                case Constant c -> new Interval(c.value(), c.value());
                case Symbol s -> any(s.width());
                case Operation o -> depth == 0 ? any(o.width()) : ofOperation(o, depth - 1);
            };
            Interval more = term instanceof Constant ? null : known.apply(term);
            return more == null ? shown : shown.and(more);
        }

        private Interval ofOperation(Operation o, int depth) {
            switch (o.operator()) {
                case CONCAT -> {
                    BigInteger low = BigInteger.ZERO;
                    BigInteger high = BigInteger.ZERO;
                    for (Term part : o.arguments()) {
                        Interval bounds = of(part, depth);
                        low = low.shiftLeft(part.width()).or(bounds.low);
                        high = high.shiftLeft(part.width()).or(bounds.high);
                    }
                    return new Interval(low, high);
                }
                case ITE -> {
                    Interval then = of(o.argument(1), depth);
                    Interval otherwise = of(o.argument(2), depth);
                    return new Interval(then.low.min(otherwise.low), then.high.max(otherwise.high));
                }
                case ADD -> {
                    Interval a = of(o.argument(0), depth);
                    Interval b = of(o.argument(1), depth);
                    return ifSameTurn(a.low.add(b.low), a.high.add(b.high), o.width());
                }
                case MUL -> {
                    Interval a = of(o.argument(0), depth);
                    Interval b = of(o.argument(1), depth);
                    return ifFits(a.low.multiply(b.low), a.high.multiply(b.high), o.width());
                }
                case AND -> {
                    return new Interval(BigInteger.ZERO, of(o.argument(0), depth).high.min(of(o.argument(1), depth).high));
                }
                case OR, XOR -> {
                    int bits = Math.max(of(o.argument(0), depth).high.bitLength(), of(o.argument(1), depth).high.bitLength());
                    return bits == 0 ? new Interval(BigInteger.ZERO, BigInteger.ZERO) : any(bits);
                }
                case UDIV -> {
                    if (o.argument(1) instanceof Constant c && !c.isZero()) {
                        Interval a = of(o.argument(0), depth);
                        return new Interval(a.low.divide(c.value()), a.high.divide(c.value()));
                    }
                }
                case UREM -> {
                    if (o.argument(1) instanceof Constant c && !c.isZero()) {
                        BigInteger most = c.value().subtract(BigInteger.ONE);
                        return new Interval(BigInteger.ZERO, most.min(of(o.argument(0), depth).high));
                    }
                }
                case LSHR -> {
                    return new Interval(BigInteger.ZERO, of(o.argument(0), depth).high);
                }
                case EXTRACT -> {
                if (o.argument(0) instanceof Operation value && value.operator() == Operator.FUNCTION) {
                    return value.function().bounds(o.low(), o.width());
                }
                    Interval a = of(o.argument(0), depth);
                    BigInteger low = a.low.shiftRight(o.low());
                    BigInteger high = a.high.shiftRight(o.low());
                    return ifFits(low, high, o.width());
                }
                case FUNCTION -> {
                    return o.function().bounds();
                }
                default -> {
                }
            }
            return any(o.width());
        }
    }
}
