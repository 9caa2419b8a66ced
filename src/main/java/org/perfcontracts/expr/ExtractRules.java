package org.perfcontracts.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Adjacent bits of a term, taken from as deep within it as they can be. */
final class ExtractRules {
    private static final int WIDTH_BITS = 11;

    private final Terms terms;
    private final Map<Long, Term> known = new ConcurrentHashMap<>();

    ExtractRules(Terms terms) {
        this.terms = terms;
    }

    Term extract(Term a, int high, int low) {
        int width = high - low + 1;
        // x[w-1:0] => x
        if (width == a.width()) {
            return a;
        }
        return switch (a) {
            case Constant x -> x.isWide()
                    ? terms.constant(width, x.value().shiftRight(low))
                    : terms.constant(width, x.toLong() >>> low);
            case Symbol _ -> terms.make(Operator.EXTRACT, width, low, a);
            // x[w-1:2][3:1] => x[5:3]
            case Operation o when o.operator() == Operator.EXTRACT -> extract(o.argument(0), high + o.low(), low + o.low());
            case Operation o -> once(o, high, low, width);
        };
    }

    /** Remembers the result: an extract is pushed into shared arguments, and there are exponentially many ways to them. */
    private Term once(Operation o, int high, int low, int width) {
        // Times an odd number each key is still another, and the halves that a table puts together are no longer much alike.
        long key = ((long) o.id() << 2 * WIDTH_BITS | (long) high << WIDTH_BITS | low) * 0x9E3779B97F4A7C15L;
        Term result = known.get(key);
        if (result == null) {
            result = from(o, high, low, width);
            known.put(key, result);
        }
        return result;
    }

    private Term from(Operation o, int high, int low, int width) {
        switch (o.operator()) {
            // (x ++ y)[2w-1:w] => x
            // (x ++ y)[w:w-1] => x[0:0] ++ y[w-1:w-1]
            case CONCAT -> {
                return ofParts(o, high, low);
            }
            case SEXT -> {
                return ofExtended(o.argument(0), high, low, width);
            }
            // (~x)[4:1] => ~(x[4:1])
            case NOT -> {
                return terms.not(extract(o.argument(0), high, low));
            }
            // (x & y)[4:1] => x[4:1] & y[4:1]
            // (x | y)[4:1] => x[4:1] | y[4:1]
            // (x ^ y)[4:1] => x[4:1] ^ y[4:1]
            case AND, OR, XOR -> {
                return terms.bitwise(o.operator(), extract(o.argument(0), high, low), extract(o.argument(1), high, low));
            }
            // ite(p, c, x)[4:1] => ite(p, c[4:1], x[4:1])
            // ite(p, x:2w, y ++ z)[w:1] => ite(p, x[w:1], y[0:0] ++ z[w-1:1])
            // ite(p, x[w-1:1], y:(w-1))[4:1] => ite(p, x[5:2], y[4:1])
            // ite(p, x, ite(q, y, z))[4:1] => ite(p, x[4:1], ite(q, y, z)[4:1])
            case ITE -> {
                Term then = o.argument(1);
                Term otherwise = o.argument(2);
                if (isCheap(then) || isCheap(otherwise)) {
                    return terms.ite(o.argument(0), extract(then, high, low), extract(otherwise, high, low));
                }
            }
            // (x + y)[4:0] => x[4:0] + y[4:0]
            case ADD -> {
                if (low == 0) {
                    return terms.add(extract(o.argument(0), high, 0), extract(o.argument(1), high, 0));
                }
            }
            // (x * c)[4:0] => x[4:0] * c[4:0]
            // (x * y)[4:0] => x[4:0] * y[4:0]
            case MUL -> {
                if (low == 0 && (o.argument(1) instanceof Constant || width <= 64)) {
                    return terms.mul(extract(o.argument(0), high, 0), extract(o.argument(1), high, 0));
                }
                Optional<Term> quotient = Reciprocals.quotient(terms, o, high, low);
                if (quotient.isPresent()) {
                    return quotient.get();
                }
            }
            // (-x)[4:0] => -(x[4:0])
            case NEG -> {
                if (low == 0) {
                    return terms.neg(extract(o.argument(0), high, 0));
                }
            }
            default -> {
            }
        }
        return terms.make(Operator.EXTRACT, width, low, o);
    }

    private static boolean isCheap(Term term) {
        return term instanceof Constant || Shape.isParted(term)
                || term instanceof Operation o && (o.operator() == Operator.ITE || o.operator() == Operator.EXTRACT);
    }

    private Term ofExtended(Term inner, int high, int low, int width) {
        // sext(x, 2w)[w-2:1] => x[w-2:1]
        if (high < inner.width()) {
            return extract(inner, high, low);
        }
        // sext(x, 2w)[w:1] => sext(x[w-1:1], w)
        if (low < inner.width()) {
            return terms.sext(extract(inner, inner.width() - 1, low), width);
        }
        // sext(x, 2w)[w+1:w] => sext(x[w-1:w-1], 2)
        return terms.sext(extract(inner, inner.width() - 1, inner.width() - 1), width);
    }

    private Term ofParts(Operation concat, int high, int low) {
        List<Term> parts = new ArrayList<>();
        int top = concat.width();
        for (Term part : concat.arguments()) {
            int bottom = top - part.width();
            if (bottom <= high && top > low) {
                parts.add(extract(part, Math.min(high, top - 1) - bottom, Math.max(low, bottom) - bottom));
            }
            top = bottom;
        }
        return terms.concat(parts.toArray(Terms.NONE));
    }
}
