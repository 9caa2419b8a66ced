package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.List;

/** Equality. With a constant it is pushed to where the bits come from. */
final class EqualityRules {
    private final Terms terms;

    EqualityRules(Terms terms) {
        this.terms = terms;
    }

    Term eq(Term a, Term b) {
        // x == x => 1
        if (a == b) {
            return terms.yes();
        }
        // c == x => x == c
        if (a instanceof Constant x) {
            return b instanceof Constant ? terms.no() : eq(b, x);
        }
        // p == q => ~(p ^ q)
        if (a.width() == 1) {
            return terms.not(terms.xor(a, b));
        }
        if (b instanceof Constant y) {
            Term simpler = a instanceof Operation o ? withConstant(o, y) : null;
            return simpler != null ? simpler : terms.make(Operator.EQ, 1, 0, a, b);
        }
        Term parts = ofParts(a, b);
        if (parts != null) {
            return parts;
        }
        if (Shape.isSum(a) || Shape.isSum(b)) {
            Term simpler = ofSums(a, b);
            if (simpler != null) {
                return simpler;
            }
        }
        // y == x => x == y
        return a.id() < b.id() ? terms.make(Operator.EQ, 1, 0, a, b) : terms.make(Operator.EQ, 1, 0, b, a);
    }

    private Term withConstant(Operation a, Constant b) {
        switch (a.operator()) {
            // (x ++ y) == c:2w => (x == c[2w-1:w]) & (y == c[w-1:0])
            case CONCAT -> {
                return partsWithConstant(a, b);
            }
            // ite(p, x, c) == d => ite(p, x == d, c == d)
            // ite(p, c, x) == d => ite(p, c == d, x == d)
            case ITE -> {
                Term then = a.argument(1);
                Term otherwise = a.argument(2);
                if (then instanceof Constant || otherwise instanceof Constant) {
                    return terms.ite(a.argument(0), eq(then, b), eq(otherwise, b));
                }
            }
            // ~x == c => x == ~c
            case NOT -> {
                return eq(a.argument(0), terms.not(b));
            }
            // -x == c => x == -c
            case NEG -> {
                return eq(a.argument(0), terms.neg(b));
            }
            // (x + c) == d => x == (d - c)
            case ADD -> {
                if (a.argument(1) instanceof Constant c) {
                    return eq(a.argument(0), terms.sub(b, c));
                }
            }
            // (x ^ c) == d => x == (d ^ c)
            // (x ^ y) == 0 => x == y
            case XOR -> {
                if (a.argument(1) instanceof Constant c) {
                    return eq(a.argument(0), terms.xor(b, c));
                }
                if (b.isZero()) {
                    return eq(a.argument(0), a.argument(1));
                }
            }
            // (x | y) == 0 => (x == 0) & (y == 0)
            case OR -> {
                if (b.isZero()) {
                    return terms.and(eq(a.argument(0), b), eq(a.argument(1), b));
                }
            }
            // sext(x, 2w) == sext(c:w, 2w) => x == c
            // sext(x, 2w) == (1:w ++ 0:w) => 0
            case SEXT -> {
                Term inner = a.argument(0);
                Term low = terms.extract(b, inner.width() - 1, 0);
                return terms.sext(low, a.width()) == b ? eq(inner, low) : terms.no();
            }
            default -> {
            }
        }
        return null;
    }

    private Term partsWithConstant(Operation concat, Constant b) {
        Term result = terms.yes();
        int low = 0;
        for (int i = concat.arity() - 1; i >= 0; i--) {
            Term part = concat.argument(i);
            result = terms.and(eq(part, terms.extract(b, low + part.width() - 1, low)), result);
            low += part.width();
        }
        return result;
    }

    /** Equality of two sums without what they have in common, or null where that is nothing. */
    private Term ofSums(Term a, Term b) {
        Linear left = Linear.of(a);
        Linear right = Linear.of(b);
        Linear difference = left.plus(right.times(BigInteger.ONE.negate()));
        List<Linear.Monomial> monomials = difference.monomials();
        // (x + 7) == x => 0
        if (monomials.isEmpty()) {
            return terms.condition(difference.constant().signum() == 0);
        }
        // (x + z) == (y + z) => x == y
        // (x * 3) == (y * 3) => x == y
        // ((0:w ++ x) * 6) == ((0:w ++ y) * 6) => x == y
        if (monomials.size() == 2 && difference.constant().signum() == 0) {
            return ofMultiples(monomials.get(0), monomials.get(1), a.width());
        }
        return null;
    }

    /** Equality of two terms whose multiples cancel out; null where the factor may lose bits of them, or they do not. */
    private Term ofMultiples(Linear.Monomial first, Linear.Monomial second, int width) {
        BigInteger factor = first.coefficient();
        if (!second.coefficient().equals(factor.negate().and(Bits.wideMask(width)))) {
            return null;
        }
        Term x = first.term();
        Term y = second.term();
        BigInteger signed = factor.bitLength() == width ? second.coefficient() : factor;
        return signed.testBit(0) || Interval.fits(x, signed) && Interval.fits(y, signed) ? eq(x, y) : null;
    }

    /** Equality of two concatenations cut at the same places, or with a part that decides or drops out; else null. */
    private Term ofParts(Term a, Term b) {
        if (!Shape.isParted(a) || !Shape.isParted(b)) {
            return null;
        }
        // (x ++ y) == (x ++ z) => y == z
        // (x ++ 0:w) == (z ++ y) => (x == z) & (y == 0)
        int[] cuts = Shape.cuts(a, b);
        Term result = terms.yes();
        boolean helped = false;
        for (int i = 0; i + 1 < cuts.length; i++) {
            Term x = terms.extract(a, cuts[i + 1] - 1, cuts[i]);
            Term y = terms.extract(b, cuts[i + 1] - 1, cuts[i]);
            helped |= x == y || x instanceof Constant || y instanceof Constant;
            result = terms.and(result, eq(x, y));
        }
        return helped ? result : null;
    }
}
