package org.perfcontracts.expr;

import java.math.BigInteger;

/** Unsigned and signed less. */
final class OrderRules {
    private final Terms terms;

    OrderRules(Terms terms) {
        this.terms = terms;
    }

    Term ult(Term a, Term b) {
        // x < x => 0
        if (a == b) {
            return terms.no();
        }
        if (a instanceof Constant x && b instanceof Constant y) {
            return terms.fold(Operator.ULT, x, y, 1);
        }
        // p < q => ~p & q
        if (a.width() == 1) {
            return terms.and(terms.not(a), b);
        }
        Interval left = Interval.of(a);
        Interval right = Interval.of(b);
        // (0:w ++ x) < (1:w ++ y) => 1
        if (left.high().compareTo(right.low()) < 0) {
            return terms.yes();
        }
        // (1:w ++ x) < (0:w ++ y) => 0
        if (left.low().compareTo(right.high()) >= 0) {
            return terms.no();
        }
        Term equality = asEquality(a, b);
        if (equality != null) {
            return equality;
        }
        // (0:w ++ x) < (0:w ++ y) => x < y
        int used = Math.max(left.high().bitLength(), right.high().bitLength());
        if (used < a.width() && Shape.hasZeroTop(a, used) && Shape.hasZeroTop(b, used)) {
            return ult(terms.extract(a, used - 1, 0), terms.extract(b, used - 1, 0));
        }
        // (x ++ 0:w) < (y ++ 0:w) => x < y
        int shared = Math.min(Math.min(Shape.lowZeros(a), Shape.lowZeros(b)), a.width() - 1);
        if (shared > 0) {
            return ult(terms.extract(a, a.width() - 1, shared), terms.extract(b, b.width() - 1, shared));
        }
        Term simpler = a instanceof Constant x ? greater(b, x) : b instanceof Constant y ? less(a, y) : null;
        return simpler != null ? simpler : terms.make(Operator.ULT, 1, 0, a, b);
    }

    private Term asEquality(Term a, Term b) {
        // x < 1 => x == 0
        if (b instanceof Constant y && y.value().equals(BigInteger.ONE)) {
            return terms.eq(a, terms.constant(a.width(), 0));
        }
        // 0 < x => x != 0
        if (a instanceof Constant x && x.isZero()) {
            return terms.ne(b, x);
        }
        // x < -1 => x != -1
        if (b instanceof Constant y && y.isAllOnes()) {
            return terms.ne(a, b);
        }
        return null;
    }

    /** Whether a sum or product that does not wrap around is less than a number, said of a part of it; else null. */
    private Term less(Term a, Constant bound) {
        Linear sum = Linear.of(a);
        // (x ++ 0:4) < 50 => x < 4
        int zeros = Shape.lowZeros(a);
        if (zeros > 0 && !Shape.isZero(a)) {
            return below(terms.extract(a, a.width() - 1, zeros), ceiling(bound.value(), BigInteger.ONE.shiftLeft(zeros)));
        }
        // ((0:w ++ x) + 7) < 20 => x < 13
        if (sum.constant().signum() != 0) {
            Term rest = terms.add(a, terms.constant(a.width(), sum.constant().negate().and(Bits.wideMask(a.width()))));
            return Interval.of(rest).high().add(sum.constant()).bitLength() <= a.width() ? below(rest, bound.value().subtract(sum.constant())) : null;
        }
        // ((0:w ++ x) * 6) < 50 => x < 9
        Linear.Monomial only = sum.monomials().size() == 1 ? sum.monomials().getFirst() : null;
        if (only == null || only.term() == a || !Interval.fits(only.term(), only.coefficient())) {
            return null;
        }
        return below(only.term(), ceiling(bound.value(), only.coefficient()));
    }

    /** Whether such a sum or product is greater than a number; else null. */
    private Term greater(Term a, Constant bound) {
        // 50 < (x ++ 0:4) => 4 <= x
        // 20 < ((0:w ++ x) + 7) => 14 <= x
        // 50 < ((0:w ++ x) * 6) => 9 <= x
        Term lessOrEqual = bound.isAllOnes() ? null : less(a, terms.constant(a.width(), bound.value().add(BigInteger.ONE)));
        return lessOrEqual == null ? null : terms.not(lessOrEqual);
    }

    /** Whether a term is less than a number that it may have no bits for. */
    private Term below(Term term, BigInteger bound) {
        if (bound.signum() <= 0) {
            return terms.no();
        }
        return bound.bitLength() > term.width() ? terms.yes() : ult(term, terms.constant(term.width(), bound));
    }

    private static BigInteger ceiling(BigInteger value, BigInteger divisor) {
        return value.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }

    Term slt(Term a, Term b) {
        // x <s x => 0
        if (a == b) {
            return terms.no();
        }
        if (a instanceof Constant x && b instanceof Constant y) {
            return terms.fold(Operator.SLT, x, y, 1);
        }
        // x <s 0 => x[w-1:w-1]
        int top = a.width() - 1;
        if (Shape.isZero(b)) {
            return terms.extract(a, top, top);
        }
        // (0:1 ++ x) <s (0:1 ++ y) => x < y
        if (Interval.of(a).high().bitLength() <= top && Interval.of(b).high().bitLength() <= top) {
            return terms.ult(a, b);
        }
        return terms.make(Operator.SLT, 1, 0, a, b);
    }
}
