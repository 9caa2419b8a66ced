package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Complements, conjunctions, disjunctions and exclusive disjunctions, of bits and so of conditions. */
final class BitRules {
    private static final int MOST_MASK_RUNS = 4;

    private final Terms terms;

    BitRules(Terms terms) {
        this.terms = terms;
    }

    Term not(Term a) {
        if (a instanceof Constant x) {
            return terms.fold(Operator.NOT, x, terms.no(), a.width());
        }
        if (a instanceof Operation o) {
            switch (o.operator()) {
                // ~(~x) => x
                case NOT -> {
                    return o.argument(0);
                }
                // ~(x ++ c) => ~x ++ ~c
                case CONCAT -> {
                    if (Shape.hasConstantPart(o)) {
                        return terms.concat(o.arguments().stream().map(this::not).toArray(Term[]::new));
                    }
                }
                // ~ite(p, c, d) => ite(p, ~c, ~d)
                case ITE -> {
                    if (o.argument(1) instanceof Constant && o.argument(2) instanceof Constant) {
                        return terms.ite(o.argument(0), not(o.argument(1)), not(o.argument(2)));
                    }
                }
                default -> {
                }
            }
        }
        return terms.make(Operator.NOT, a.width(), 0, a);
    }

    /** For AND, OR and XOR. */
    Term apply(Operator operator, Term a, Term b) {
        if (a instanceof Constant x) {
            // c & x => x & c
            // c | x => x | c
            // c ^ x => x ^ c
            return b instanceof Constant y ? terms.fold(operator, x, y, a.width()) : apply(operator, b, a);
        }
        // x & x => x
        // x | x => x
        // x ^ x => 0
        if (a == b) {
            return operator == Operator.XOR ? terms.constant(a.width(), 0) : a;
        }
        if (b instanceof Constant y) {
            Term masked = withConstant(operator, a, y);
            if (masked != null) {
                return masked;
            }
        }
        // x & ~x => 0
        // x | ~x => -1
        // x ^ ~x => -1
        if (Shape.areComplements(a, b)) {
            return operator == Operator.AND ? terms.constant(a.width(), 0) : not(terms.constant(a.width(), 0));
        }
        Term simpler = a.width() == 1 ? connective(operator, a, b) : null;
        if (simpler == null) {
            simpler = cancel(operator, a, b);
        }
        if (simpler == null) {
            simpler = cancel(operator, b, a);
        }
        if (simpler == null) {
            simpler = partwise(operator, a, b);
        }
        if (simpler != null) {
            return simpler;
        }
        // y & x => x & y
        // y | x => x | y
        // y ^ x => x ^ y
        if (b instanceof Constant || a.id() < b.id()) {
            return terms.make(operator, a.width(), 0, a, b);
        }
        return terms.make(operator, a.width(), 0, b, a);
    }

    private Term withConstant(Operator operator, Term a, Constant b) {
        switch (operator) {
            case AND -> {
                // x & 0 => 0
                if (b.isZero()) {
                    return b;
                }
                // x & -1 => x
                if (b.isAllOnes()) {
                    return a;
                }
                return mask(a, b.value());
            }
            case OR -> {
                // x | 0 => x
                if (b.isZero()) {
                    return a;
                }
                // x | -1 => -1
                if (b.isAllOnes()) {
                    return b;
                }
            }
            default -> {
                // x ^ 0 => x
                if (b.isZero()) {
                    return a;
                }
                // x ^ -1 => ~x
                if (b.isAllOnes()) {
                    return not(a);
                }
            }
        }
        // (x | c) | d => x | (c | d)
        // (x ^ c) ^ d => x ^ (c ^ d)
        if (a instanceof Operation o && o.operator() == operator && o.argument(1) instanceof Constant inner) {
            return apply(operator, o.argument(0), terms.fold(operator, inner, b, a.width()));
        }
        return null;
    }

    /** The conjunction with a mask, as a concatenation, where the mask has few runs; else null. */
    private Term mask(Term a, BigInteger mask) {
        // x & 6 => 0:(w-3) ++ x[2:1] ++ 0:1
        List<Term> parts = new ArrayList<>();
        int width = a.width();
        for (int low = 0; low < width; ) {
            boolean set = mask.testBit(low);
            int high = low;
            while (high + 1 < width && mask.testBit(high + 1) == set) {
                high++;
            }
            if (parts.size() >= 2 * MOST_MASK_RUNS) {
                return null;
            }
            parts.add(0, set ? terms.extract(a, high, low) : terms.constant(high - low + 1, BigInteger.ZERO));
            low = high + 1;
        }
        return terms.concat(parts.toArray(Terms.NONE));
    }

    /** Drops b where it stands already in a, a term of the same operator. */
    private Term cancel(Operator operator, Term a, Term b) {
        if (!(a instanceof Operation o)) {
            return null;
        }
        if (o.operator() == operator) {
            // (x & y) & x => x & y
            // (x | y) | x => x | y
            // (x ^ y) ^ x => y
            if (o.argument(0) == b) {
                return operator == Operator.XOR ? o.argument(1) : a;
            }
            // (x & y) & y => x & y
            // (x | y) | y => x | y
            // (x ^ y) ^ y => x
            if (o.argument(1) == b) {
                return operator == Operator.XOR ? o.argument(0) : a;
            }
            // (x & y) & ~x => 0
            // (x | y) | ~y => -1
            if (operator != Operator.XOR
                    && (Shape.areComplements(o.argument(0), b) || Shape.areComplements(o.argument(1), b))) {
                return operator == Operator.AND ? terms.constant(a.width(), 0) : not(terms.constant(a.width(), 0));
            }
            // (x | c) | y => (x | y) | c
            // (x ^ c) ^ y => (x ^ y) ^ c
            if (o.argument(1) instanceof Constant inner && !(b instanceof Constant)) {
                return apply(operator, apply(operator, o.argument(0), b), inner);
            }
        }
        // ~x ^ y => ~(x ^ y)
        if (operator == Operator.XOR && o.operator() == Operator.NOT) {
            return not(terms.xor(o.argument(0), b));
        }
        return null;
    }

    /** Rules for conditions: what a comparison and an equality of the same operands come to together. */
    private Term connective(Operator operator, Term a, Term b) {
        Term floating = terms.floats().connective(operator, a, b);
        if (floating != null) {
            return floating;
        }
        // (x < y) | (x == y) => x <= y
        // (x <s y) | (x == y) => x <=s y
        if (operator == Operator.OR) {
            Term either = lessOrEqual(a, b);
            return either != null ? either : lessOrEqual(b, a);
        }
        // (x <= y) & (x != y) => x < y
        // (x <=s y) & (x != y) => x <s y
        if (operator == Operator.AND) {
            Term both = lessOrEqual(not(a), not(b));
            if (both == null) {
                both = lessOrEqual(not(b), not(a));
            }
            return both == null ? null : not(both);
        }
        return null;
    }

    private Term lessOrEqual(Term less, Term equal) {
        if (!(less instanceof Operation x) || !(equal instanceof Operation y)
                || x.operator() != Operator.ULT && x.operator() != Operator.SLT) {
            return null;
        }
        Term p = x.argument(0);
        Term q = x.argument(1);
        if (y != terms.eq(p, q)) {
            return null;
        }
        return x.operator() == Operator.ULT ? not(terms.ult(q, p)) : not(terms.slt(q, p));
    }

    /** Works part by part where one side is a concatenation and some part needs no new operation; else null. */
    private Term partwise(Operator operator, Term a, Term b) {
        if (!Shape.isParted(a) && !Shape.isParted(b)) {
            return null;
        }
        // (x ++ y) | (0:w ++ z) => x ++ (y | z)
        // (x ++ y) ^ (x ++ z) => 0:w ++ (y ^ z)
        // (x ++ y) & (z ++ 0:w) => (x & z) ++ 0:w
        // (0:w ++ x) ^ y:2w => y[2w-1:w] ++ (x ^ y[w-1:0])
        // (x ++ y) | c:2w => (x | c[2w-1:w]) ++ (y | c[w-1:0])
        int[] cuts = Shape.cuts(a, b);
        Term[] parts = new Term[cuts.length - 1];
        boolean helped = false;
        for (int i = 0; i + 1 < cuts.length; i++) {
            Term x = terms.extract(a, cuts[i + 1] - 1, cuts[i]);
            Term y = terms.extract(b, cuts[i + 1] - 1, cuts[i]);
            helped |= x instanceof Constant || y instanceof Constant || x == y;
            parts[parts.length - 1 - i] = apply(operator, x, y);
        }
        return helped && parts.length > 1 ? terms.concat(parts) : null;
    }
}
