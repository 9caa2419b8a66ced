package org.perfcontracts.expr;

import java.math.BigInteger;

/** Sums, products and quotients. The normal form of a sum is that of {@link Linear}. */
final class ArithmeticRules {
    private final Terms terms;

    ArithmeticRules(Terms terms) {
        this.terms = terms;
    }

    Term add(Term a, Term b) {
        if (a instanceof Constant x && b instanceof Constant y) {
            return terms.fold(Operator.ADD, x, y, a.width());
        }
        // x + 0 => x
        if (Shape.isZero(b)) {
            return a;
        }
        // 0 + x => x
        if (Shape.isZero(a)) {
            return b;
        }
        // p + q => p ^ q
        if (a.width() == 1) {
            return terms.xor(a, b);
        }
        // c + x => x + c
        // (x + y) + x => (x * 2) + y
        // (x + c) + (y + d) => (x + y) + (c + d)
        // (x * c) + (x * d) => x * (c + d)
        // (x + y) + -x => y
        // (x << 3) + x => x * 9
        return sum(Linear.of(a).plus(Linear.of(b)));
    }

    Term sub(Term a, Term b) {
        // x - x => 0
        if (a == b) {
            return terms.constant(a.width(), 0);
        }
        return add(a, neg(b));
    }

    Term neg(Term a) {
        if (a instanceof Constant x) {
            return terms.fold(Operator.NEG, x, terms.no(), a.width());
        }
        if (a instanceof Operation o) {
            // -(-x) => x
            if (o.operator() == Operator.NEG) {
                return o.argument(0);
            }
            // -(x + y) => -x + -y
            // -(x * c) => x * -c
            if (o.operator() == Operator.ADD || Shape.isMultiple(o)) {
                return sum(Linear.of(a).times(BigInteger.ONE.negate()));
            }
        }
        // -p => p
        if (a.width() == 1) {
            return a;
        }
        return terms.make(Operator.NEG, a.width(), 0, a);
    }

    private Term sum(Linear plain) {
        int width = plain.width();
        Linear linear = Reciprocals.withRemainders(terms, plain);
        Term sum = null;
        for (Linear.Monomial monomial : linear.monomials()) {
            Term product = product(monomial.term(), monomial.coefficient(), width);
            sum = sum == null ? product : terms.make(Operator.ADD, width, 0, sum, product);
        }
        Constant constant = terms.constant(width, linear.constant());
        if (sum == null) {
            return constant;
        }
        return constant.isZero() ? sum : terms.make(Operator.ADD, width, 0, sum, constant);
    }

    private Term product(Term term, BigInteger coefficient, int width) {
        if (coefficient.equals(BigInteger.ONE)) {
            return term;
        }
        if (coefficient.equals(Bits.wideMask(width))) {
            return terms.make(Operator.NEG, width, 0, term);
        }
        return terms.make(Operator.MUL, width, 0, term, terms.constant(width, coefficient));
    }

    Term mul(Term a, Term b) {
        if (a instanceof Constant x && b instanceof Constant y) {
            return terms.fold(Operator.MUL, x, y, a.width());
        }
        // c * x => x * c
        if (a instanceof Constant) {
            return mul(b, a);
        }
        if (b instanceof Constant y) {
            return multiple(a, y);
        }
        // p * q => p & q
        if (a.width() == 1) {
            return terms.and(a, b);
        }
        // y * x => x * y
        return a.id() < b.id() ? terms.make(Operator.MUL, a.width(), 0, a, b) : terms.make(Operator.MUL, a.width(), 0, b, a);
    }

    private Term multiple(Term a, Constant factor) {
        // x * 0 => 0
        if (factor.isZero()) {
            return factor;
        }
        // x * 1 => x
        if (factor.value().equals(BigInteger.ONE)) {
            return a;
        }
        // x * 8 => x << 3
        if (factor.value().bitCount() == 1 && !Shape.isSum(a)) {
            return terms.shl(a, factor.value().getLowestSetBit());
        }
        // x * -1 => -x
        // (x + y) * 8 => (x * 8) + (y * 8)
        // (x + d) * c => (x * c) + (d * c)
        // (x * c) * d => x * (c * d)
        return sum(Linear.of(a).times(factor.value()));
    }

    Term udiv(Term a, Term b) {
        if (b instanceof Constant y) {
            if (a instanceof Constant x) {
                return terms.fold(Operator.UDIV, x, y, a.width());
            }
            // x / 8 => x >> 3
            if (y.value().bitCount() == 1) {
                return terms.lshr(a, y.value().getLowestSetBit());
            }
        }
        return terms.make(Operator.UDIV, a.width(), 0, a, b);
    }

    Term urem(Term a, Term b) {
        if (b instanceof Constant y) {
            if (a instanceof Constant x) {
                return terms.fold(Operator.UREM, x, y, a.width());
            }
            // x % 8 => x & 7
            if (y.value().bitCount() == 1) {
                return terms.and(a, terms.constant(a.width(), y.value().subtract(BigInteger.ONE)));
            }
        }
        // (0:w ++ x) % (0:w ++ y) => 0:w ++ (x % y)
        int bits = Math.max(bits(a), bits(b));
        if (bits < a.width()) {
            return terms.zext(urem(terms.extract(a, bits - 1, 0), terms.extract(b, bits - 1, 0)), a.width());
        }
        return terms.make(Operator.UREM, a.width(), 0, a, b);
    }

    /** How many low bits of a term, at least one, are all that may be set. */
    private static int bits(Term term) {
        return Math.max(1, switch (term) {
            case Constant c -> c.value().bitLength();
            case Operation o when o.operator() == Operator.CONCAT && o.argument(0) instanceof Constant c && c.isZero() -> o.width() - c.width();
            default -> term.width();
        });
    }

    /** An operator that has no rule but the computing of constants. */
    Term plain(Operator operator, Term a, Term b) {
        if (a instanceof Constant x && b instanceof Constant y) {
            return terms.fold(operator, x, y, a.width());
        }
        return terms.make(operator, a.width(), 0, a, b);
    }
}
