package org.perfcontracts.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Parts side by side, and extension. What was cut in pieces, as bytes in memory are, becomes whole again. */
final class ConcatRules {
    /** How far joining looks into bitwise operations; without a limit, shared arguments would cost exponential time. */
    private static final int DEEPEST_JOIN = 6;

    private final Terms terms;
    private final Map<Pair, Term> joinedChoices = new ConcurrentHashMap<>();

    private record Pair(Term upper, Term lower) {
    }

    ConcatRules(Terms terms) {
        this.terms = terms;
    }

    Term concat(Term... parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        // x ++ (y ++ z) => x ++ y ++ z
        List<Term> merged = new ArrayList<>(parts.length);
        for (Term part : parts) {
            if (Shape.isParted(part)) {
                for (Term inner : ((Operation) part).arguments()) {
                    append(merged, inner);
                }
            } else {
                append(merged, part);
            }
        }
        joinSums(merged);
        if (merged.size() == 1) {
            return merged.get(0);
        }
        int width = 0;
        for (Term part : merged) {
            width += part.width();
        }
        return terms.make(Operator.CONCAT, width, 0, merged.toArray(Terms.NONE));
    }

    /** High bits of a sum or product become whole again with several parts below them: the lowest bits of 24·x + 8 are those of x plus one and three zeros. */
    private void joinSums(List<Term> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Operation high && high.operator() == Operator.EXTRACT && high.low() > 0
                    && high.argument(0) instanceof Operation whole && (whole.operator() == Operator.MUL || whole.operator() == Operator.ADD)) {
                int end = i + 1;
                int width = 0;
                while (end < parts.size() && width < high.low()) {
                    width += parts.get(end++).width();
                }
                if (end > i + 2 && width == high.low() && isSame(parts.subList(i + 1, end), terms.extract(whole, width - 1, 0))) {
                    parts.subList(i + 1, end).clear();
                    parts.set(i, terms.extract(whole, high.low() + high.width() - 1, 0));
                }
            }
        }
    }

    private static boolean isSame(List<Term> parts, Term joined) {
        return joined instanceof Operation o && o.operator() == Operator.CONCAT && o.arguments().equals(parts);
    }

    private void append(List<Term> merged, Term part) {
        Term last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
        Term joined = last == null ? null : join(last, part, DEEPEST_JOIN);
        if (joined == null) {
            merged.add(part);
            return;
        }
        merged.remove(merged.size() - 1);
        append(merged, joined);
    }

    /** One term, not itself a concatenation, for two adjacent parts, where there is a simple one; else null. */
    private Term join(Term upper, Term lower, int depth) {
        // x ++ c ++ d => x ++ (c ++ d)
        if (upper instanceof Constant x && lower instanceof Constant y) {
            return joinConstants(x, y);
        }
        if (Shape.isZero(upper) && Reciprocals.isWhole(upper.width(), lower)) {
            return ((Operation) lower).argument(0);
        }
        Term joined = upper instanceof Operation x && depth > 0 ? joinOperation(x, lower, depth - 1) : null;
        return joined == null || Shape.isParted(joined) ? null : joined;
    }

    private Constant joinConstants(Constant upper, Constant lower) {
        int width = upper.width() + lower.width();
        if (width <= 64) {
            return terms.constant(width, upper.toLong() << lower.width() | lower.toLong());
        }
        return terms.constant(width, upper.value().shiftLeft(lower.width()).or(lower.value()));
    }

    private Term joinOperation(Operation upper, Term lower, int depth) {
        if (upper.operator() == Operator.EXTRACT) {
            return joinExtract(upper, lower);
        }
        if (upper.operator() == Operator.SEXT) {
            return joinExtended(upper, lower, depth);
        }
        if (!(lower instanceof Operation y) || y.operator() != upper.operator()) {
            return null;
        }
        return switch (upper.operator()) {
            // ite(p, x[w-1:3], c) ++ ite(p, x[2:0], d:3) => ite(p, x, c ++ d)
            case ITE -> upper.argument(0) != y.argument(0) ? null : joinChoices(upper, y);
            // ~(x[w-1:3]) ++ ~(x[2:0]) => ~x
            case NOT -> {
                Term inner = join(upper.argument(0), y.argument(0), depth);
                yield inner == null ? null : terms.not(inner);
            }
            // (x[w-1:3] & y[w-1:3]) ++ (x[2:0] & y[2:0]) => x & y
            // (x[w-1:3] | y[w-1:3]) ++ (y[2:0] | x[2:0]) => x | y
            // (x[w-1:3] ^ c) ++ (x[2:0] ^ d:3) => x ^ (c ++ d)
            case AND, OR, XOR -> mayJoin(upper.argument(0), y.argument(0)) && mayJoin(upper.argument(1), y.argument(1))
                    ? joinBitwise(upper, y.argument(0), y.argument(1), depth)
                    : joinBitwise(upper, y.argument(1), y.argument(0), depth);
            default -> null;
        };
    }

    /** Choices by the same condition side by side; choices among choices share their arguments, so what came of two is kept. */
    private Term joinChoices(Operation upper, Operation lower) {
        Pair pair = new Pair(upper, lower);
        Term known = joinedChoices.get(pair);
        if (known != null) {
            return known;
        }
        Term joined = terms.ite(
                upper.argument(0),
                concat(upper.argument(1), lower.argument(1)),
                concat(upper.argument(2), lower.argument(2)));
        joinedChoices.put(pair, joined);
        return joined;
    }

    /** Bits and those below them; the lower ones may have been pushed into a sum or product, which the upper ones cannot be. */
    private Term joinExtract(Operation upper, Term lower) {
        Term whole = upper.argument(0);
        int low = upper.low() - lower.width();
        if (low < 0) {
            return null;
        }
        // x[w-1:3] ++ x[2:1] => x[w-1:1]
        // (x + y)[w-1:3] ++ (x + y)[2:0] => x + y
        boolean adjacent = lower instanceof Operation y && y.operator() == Operator.EXTRACT
                ? y.argument(0) == whole && y.low() == low
                : low == 0 && terms.extract(whole, lower.width() - 1, 0) == lower;
        return adjacent ? terms.extract(whole, upper.low() + upper.width() - 1, low) : null;
    }

    /** A sign extension cut within the copies of the sign, or right below them. */
    private Term joinExtended(Operation upper, Term lower, int depth) {
        Term inner = upper.argument(0);
        int width = upper.width() + lower.width();
        // sext(x[w-1:w-1], 5) ++ x => sext(x, w+5)
        if (terms.extract(lower, lower.width() - 1, lower.width() - 1) == inner) {
            return terms.sext(lower, width);
        }
        // sext(x[w-1:3], w) ++ x[2:0] => sext(x, w+3)
        Term joined = join(inner, lower, depth);
        return joined == null ? null : terms.sext(joined, width);
    }

    private Term joinBitwise(Operation upper, Term lowerFirst, Term lowerSecond, int depth) {
        Term first = join(upper.argument(0), lowerFirst, depth);
        Term second = first == null ? null : join(upper.argument(1), lowerSecond, depth);
        return second == null ? null : terms.bitwise(upper.operator(), first, second);
    }

    /** Whether two parts look alike at the top; tells which arguments of two commutative operations belong together. */
    private static boolean mayJoin(Term upper, Term lower) {
        if (!(upper instanceof Operation x)) {
            return upper instanceof Constant && lower instanceof Constant;
        }
        if (x.operator() != Operator.EXTRACT) {
            return lower instanceof Operation y && (y.operator() == x.operator() || x.operator() == Operator.SEXT);
        }
        return !(lower instanceof Operation y && y.operator() == Operator.EXTRACT && y.argument(0) != x.argument(0))
                && !(lower instanceof Symbol && lower != x.argument(0)) && !(lower instanceof Constant);
    }

    Term sext(Term a, int width) {
        // sext(x, w) => x
        if (width == a.width()) {
            return a;
        }
        return switch (a) {
            case Constant x -> terms.constant(width, Bits.signed(x.value(), x.width()));
            // sext(sext(x, 2w), 3w) => sext(x, 3w)
            case Operation o when o.operator() == Operator.SEXT -> sext(o.argument(0), width);
            // sext(c ++ x, 3w) => sext(c, 2w) ++ x
            case Operation o when Shape.isParted(o) && o.argument(0) instanceof Constant top ->
                    concat(sext(top, top.width() + width - a.width()), dropFirst(o));
            default -> terms.make(Operator.SEXT, width, 0, a);
        };
    }

    private Term dropFirst(Operation concat) {
        return concat(concat.arguments().subList(1, concat.arity()).toArray(Terms.NONE));
    }
}
