package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes terms: interns them, so that equal terms are one object, and simplifies them on the way. Every method returns a
 * term that has the same value as the operation asked for under every assignment. Safe for use by several threads.
 *
 * <p>Normal forms that other rooms may rely on: a constant argument of a commutative operator stands last; shifts by a
 * constant, zero extension and masks of few runs are concatenations of extracts; a sum is linear, its monomials in the
 * order of their age and its constant last; a comparison of parts with a constant is a conjunction over the parts.
 */
public final class Terms {
    /** The widest term there is, in bits. */
    public static final int MAX_WIDTH = 1024;

    private static final int MOST_MASK_RUNS = 4;
    private static final int WIDTH_BITS = 11;
    /** How far joining looks into bitwise operations; without a limit, shared arguments would cost exponential time. */
    private static final int DEEPEST_JOIN = 6;
    private static final Term[] NONE = {};

    private final InternTable table = new InternTable();
    private final Map<Long, Term> extracts = new ConcurrentHashMap<>();
    private final AtomicInteger nextId = new AtomicInteger();
    private final Constant zero = constant(1, 0);
    private final Constant one = constant(1, 1);

    // ---- leaves

    /** A constant; bits of the value above the width are dropped. Width 1 to 64. */
    public Constant constant(int width, long value) {
        if (width > 64) {
            return constant(width, Bits.unsigned(value));
        }
        checkWidth(width);
        long low = value & Bits.mask(width);
        int hash = Long.hashCode(low) * 31 + width * 0x9E3779B9;
        return (Constant) table.intern(
                hash,
                term -> term instanceof Constant other && other.width() == width && other.toLong() == low,
                () -> new Constant(nextId.getAndIncrement(), width, low, null, hash));
    }

    /** A constant of any width; bits of the value above the width are dropped. */
    public Constant constant(int width, BigInteger value) {
        if (width <= 64) {
            return constant(width, value.longValue());
        }
        checkWidth(width);
        BigInteger wide = Bits.truncate(value, width);
        int hash = wide.hashCode() * 31 + width * 0x9E3779B9;
        return (Constant) table.intern(
                hash,
                term -> term instanceof Constant other && other.width() == width && other.isWide() && other.value().equals(wide),
                () -> new Constant(nextId.getAndIncrement(), width, wide.longValue(), wide, hash));
    }

    /** The symbol of the given name and width; the same one whenever it is asked for. */
    public Symbol symbol(String name, int width) {
        checkWidth(width);
        int hash = name.hashCode() * 31 + width;
        return (Symbol) table.intern(
                hash,
                term -> term instanceof Symbol other && other.width() == width && other.name().equals(name),
                () -> new Symbol(nextId.getAndIncrement(), width, name, hash));
    }

    /** The condition that always holds. */
    public Constant yes() {
        return one;
    }

    /** The condition that never holds. */
    public Constant no() {
        return zero;
    }

    /** The condition of the given truth. */
    public Constant condition(boolean value) {
        return value ? one : zero;
    }

    private static void checkWidth(int width) {
        if (width < 1 || width > MAX_WIDTH) {
            throw new IllegalArgumentException("a term cannot have " + width + " bits");
        }
    }

    // ---- sums and products

    /** Sum modulo 2^width. */
    public Term add(Term a, Term b) {
        sameWidth(a, b);
        if (a instanceof Constant x && b instanceof Constant y) {
            return fold(Operator.ADD, x, y, a.width());
        }
        if (isZero(b)) {
            return a;
        }
        if (isZero(a)) {
            return b;
        }
        if (a.width() == 1) {
            return xor(a, b);
        }
        return sum(Linear.of(a).plus(Linear.of(b)));
    }

    /** Difference modulo 2^width. */
    public Term sub(Term a, Term b) {
        sameWidth(a, b);
        if (a == b) {
            return constant(a.width(), 0);
        }
        return add(a, neg(b));
    }

    /** The sum with a known number, which may be negative. */
    public Term add(Term a, long b) {
        return add(a, constantOfSigned(a.width(), b));
    }

    private Constant constantOfSigned(int width, long value) {
        return width <= 64 ? constant(width, value) : constant(width, BigInteger.valueOf(value));
    }

    /** Two's complement negation. */
    public Term neg(Term a) {
        return switch (a) {
            case Constant x -> fold(Operator.NEG, x, zero, a.width());
            case Operation o when o.operator() == Operator.NEG -> o.argument(0);
            case Operation o when o.operator() == Operator.ADD || o.operator() == Operator.MUL && o.argument(1) instanceof Constant
                    -> sum(Linear.of(a).times(BigInteger.ONE.negate()));
            default -> a.width() == 1 ? a : make(Operator.NEG, a.width(), 0, a);
        };
    }

    private Term sum(Linear linear) {
        int width = linear.width();
        Term sum = null;
        for (Linear.Monomial monomial : linear.monomials()) {
            Term product = product(monomial.term(), monomial.coefficient(), width);
            sum = sum == null ? product : make(Operator.ADD, width, 0, sum, product);
        }
        Constant constant = constant(width, linear.constant());
        if (sum == null) {
            return constant;
        }
        return constant.isZero() ? sum : make(Operator.ADD, width, 0, sum, constant);
    }

    private Term product(Term term, BigInteger coefficient, int width) {
        if (coefficient.equals(BigInteger.ONE)) {
            return term;
        }
        if (coefficient.equals(Bits.wideMask(width))) {
            return make(Operator.NEG, width, 0, term);
        }
        return make(Operator.MUL, width, 0, term, constant(width, coefficient));
    }

    /** Product modulo 2^width. */
    public Term mul(Term a, Term b) {
        sameWidth(a, b);
        if (a instanceof Constant x && b instanceof Constant y) {
            return fold(Operator.MUL, x, y, a.width());
        }
        if (a instanceof Constant) {
            return mul(b, a);
        }
        if (b instanceof Constant y) {
            if (y.isZero()) {
                return b;
            }
            if (y.value().equals(BigInteger.ONE)) {
                return a;
            }
            if (y.value().bitCount() == 1 && !isSum(a)) {
                return shl(a, y.value().getLowestSetBit());
            }
            return sum(Linear.of(a).times(y.value()));
        }
        if (a.width() == 1) {
            return and(a, b);
        }
        return a.id() < b.id() ? make(Operator.MUL, a.width(), 0, a, b) : make(Operator.MUL, a.width(), 0, b, a);
    }

    private static boolean isSum(Term term) {
        return term instanceof Operation o && (o.operator() == Operator.ADD || o.operator() == Operator.NEG
                || o.operator() == Operator.MUL && o.argument(1) instanceof Constant);
    }

    /** Unsigned quotient; all ones where the divisor is zero. */
    public Term udiv(Term a, Term b) {
        sameWidth(a, b);
        if (b instanceof Constant y) {
            if (a instanceof Constant x) {
                return fold(Operator.UDIV, x, y, a.width());
            }
            if (y.value().bitCount() == 1) {
                return lshr(a, y.value().getLowestSetBit());
            }
        }
        return make(Operator.UDIV, a.width(), 0, a, b);
    }

    /** Unsigned remainder; the dividend where the divisor is zero. */
    public Term urem(Term a, Term b) {
        sameWidth(a, b);
        if (b instanceof Constant y) {
            if (a instanceof Constant x) {
                return fold(Operator.UREM, x, y, a.width());
            }
            if (y.value().bitCount() == 1) {
                return and(a, constant(a.width(), y.value().subtract(BigInteger.ONE)));
            }
        }
        return make(Operator.UREM, a.width(), 0, a, b);
    }

    /** Signed quotient, rounded towards zero; see {@link Operator} for a zero divisor. */
    public Term sdiv(Term a, Term b) {
        return plain(Operator.SDIV, a, b);
    }

    /** Signed remainder with the sign of the dividend; the dividend where the divisor is zero. */
    public Term srem(Term a, Term b) {
        return plain(Operator.SREM, a, b);
    }

    private Term plain(Operator operator, Term a, Term b) {
        sameWidth(a, b);
        if (a instanceof Constant x && b instanceof Constant y) {
            return fold(operator, x, y, a.width());
        }
        return make(operator, a.width(), 0, a, b);
    }

    // ---- bits

    /** Complement of every bit; of a condition, its negation. */
    public Term not(Term a) {
        return switch (a) {
            case Constant x -> fold(Operator.NOT, x, zero, a.width());
            case Operation o when o.operator() == Operator.NOT -> o.argument(0);
            case Operation o when o.operator() == Operator.CONCAT && hasConstantPart(o) ->
                    concat(o.arguments().stream().map(this::not).toArray(Term[]::new));
            case Operation o when o.operator() == Operator.ITE && o.argument(1) instanceof Constant && o.argument(2) instanceof Constant ->
                    ite(o.argument(0), not(o.argument(1)), not(o.argument(2)));
            default -> make(Operator.NOT, a.width(), 0, a);
        };
    }

    private static boolean hasConstantPart(Operation concat) {
        for (Term part : concat.arguments()) {
            if (part instanceof Constant) {
                return true;
            }
        }
        return false;
    }

    /** Bitwise conjunction. */
    public Term and(Term a, Term b) {
        return bitwise(Operator.AND, a, b);
    }

    /** Bitwise disjunction. */
    public Term or(Term a, Term b) {
        return bitwise(Operator.OR, a, b);
    }

    /** Bitwise exclusive disjunction. */
    public Term xor(Term a, Term b) {
        return bitwise(Operator.XOR, a, b);
    }

    /** The conjunction of conditions; holds where there are none. */
    public Term all(List<Term> conditions) {
        Term result = one;
        for (Term condition : conditions) {
            result = and(result, condition);
        }
        return result;
    }

    /** The disjunction of conditions; does not hold where there are none. */
    public Term any(List<Term> conditions) {
        Term result = zero;
        for (Term condition : conditions) {
            result = or(result, condition);
        }
        return result;
    }

    private Term bitwise(Operator operator, Term a, Term b) {
        sameWidth(a, b);
        if (a instanceof Constant x) {
            return b instanceof Constant y ? fold(operator, x, y, a.width()) : bitwise(operator, b, a);
        }
        if (a == b) {
            return operator == Operator.XOR ? constant(a.width(), 0) : a;
        }
        if (b instanceof Constant y) {
            Term masked = bitwiseConstant(operator, a, y);
            if (masked != null) {
                return masked;
            }
        }
        if (areComplements(a, b)) {
            return operator == Operator.AND ? constant(a.width(), 0) : not(constant(a.width(), 0));
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
        if (b instanceof Constant || a.id() < b.id()) {
            return make(operator, a.width(), 0, a, b);
        }
        return make(operator, a.width(), 0, b, a);
    }

    private Term bitwiseConstant(Operator operator, Term a, Constant b) {
        switch (operator) {
            case AND -> {
                if (b.isZero()) {
                    return b;
                }
                if (b.isAllOnes()) {
                    return a;
                }
                return mask(a, b.value());
            }
            case OR -> {
                if (b.isZero()) {
                    return a;
                }
                if (b.isAllOnes()) {
                    return b;
                }
            }
            default -> {
                if (b.isZero()) {
                    return a;
                }
                if (b.isAllOnes()) {
                    return not(a);
                }
            }
        }
        if (a instanceof Operation o && o.operator() == operator && o.argument(1) instanceof Constant inner) {
            return bitwise(operator, o.argument(0), fold(operator, inner, b, a.width()));
        }
        return null;
    }

    /** The conjunction with a mask, as a concatenation, where the mask has few runs; else null. */
    private Term mask(Term a, BigInteger mask) {
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
            parts.add(0, set ? extract(a, high, low) : constant(high - low + 1, BigInteger.ZERO));
            low = high + 1;
        }
        return concat(parts.toArray(NONE));
    }

    private static boolean areComplements(Term a, Term b) {
        return a instanceof Operation x && x.operator() == Operator.NOT && x.argument(0) == b
                || b instanceof Operation y && y.operator() == Operator.NOT && y.argument(0) == a;
    }

    /** Drops b where it stands already in a, a term of the same operator. */
    private Term cancel(Operator operator, Term a, Term b) {
        if (!(a instanceof Operation o)) {
            return null;
        }
        if (o.operator() == operator) {
            if (o.argument(0) == b) {
                return operator == Operator.XOR ? o.argument(1) : a;
            }
            if (o.argument(1) == b) {
                return operator == Operator.XOR ? o.argument(0) : a;
            }
            if (operator != Operator.XOR && (areComplements(o.argument(0), b) || areComplements(o.argument(1), b))) {
                return operator == Operator.AND ? constant(a.width(), 0) : not(constant(a.width(), 0));
            }
            if (o.argument(1) instanceof Constant inner && !(b instanceof Constant)) {
                return bitwise(operator, bitwise(operator, o.argument(0), b), inner);
            }
        }
        if (operator == Operator.XOR && o.operator() == Operator.NOT) {
            return not(xor(o.argument(0), b));
        }
        return null;
    }

    /** Rules for conditions: what a comparison and an equality of the same operands come to together. */
    private Term connective(Operator operator, Term a, Term b) {
        if (operator == Operator.OR) {
            Term either = lessOrEqual(a, b);
            return either != null ? either : lessOrEqual(b, a);
        }
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
        if (!isEquality(y, p, q)) {
            return null;
        }
        return x.operator() == Operator.ULT ? not(ult(q, p)) : not(slt(q, p));
    }

    private boolean isEquality(Operation candidate, Term p, Term q) {
        return candidate == eq(p, q);
    }

    /** Works part by part where one side is a concatenation and no part needs a new operation; else null. */
    private Term partwise(Operator operator, Term a, Term b) {
        if (!isParted(a) && !isParted(b) || !(isParted(a) || a instanceof Constant) && !(isParted(b) || b instanceof Constant)) {
            return null;
        }
        int[] cuts = cuts(a, b);
        Term[] parts = new Term[cuts.length - 1];
        boolean helped = false;
        for (int i = 0; i + 1 < cuts.length; i++) {
            Term x = extract(a, cuts[i + 1] - 1, cuts[i]);
            Term y = extract(b, cuts[i + 1] - 1, cuts[i]);
            helped |= x instanceof Constant || y instanceof Constant || x == y;
            parts[parts.length - 1 - i] = bitwise(operator, x, y);
        }
        return helped && parts.length > 1 ? concat(parts) : null;
    }

    private static boolean isParted(Term term) {
        return term instanceof Operation o && o.operator() == Operator.CONCAT;
    }

    /** The lowest bits of the parts of both terms, in order, and the width. */
    private static int[] cuts(Term a, Term b) {
        boolean[] cut = new boolean[a.width() + 1];
        cut[0] = true;
        cut[a.width()] = true;
        markCuts(a, cut);
        markCuts(b, cut);
        int count = 0;
        for (boolean c : cut) {
            count += c ? 1 : 0;
        }
        int[] places = new int[count];
        int next = 0;
        for (int i = 0; i < cut.length; i++) {
            if (cut[i]) {
                places[next++] = i;
            }
        }
        return places;
    }

    private static void markCuts(Term term, boolean[] cut) {
        if (!isParted(term)) {
            return;
        }
        Operation concat = (Operation) term;
        int low = 0;
        for (int i = concat.arity() - 1; i >= 0; i--) {
            cut[low] = true;
            low += concat.argument(i).width();
        }
    }

    // ---- shifts

    /** Left shift by a known distance of at least zero. */
    public Term shl(Term a, int distance) {
        if (distance == 0) {
            return a;
        }
        if (distance >= a.width()) {
            return constant(a.width(), 0);
        }
        return concat(extract(a, a.width() - distance - 1, 0), constant(distance, 0));
    }

    /** Logical right shift by a known distance of at least zero. */
    public Term lshr(Term a, int distance) {
        if (distance == 0) {
            return a;
        }
        if (distance >= a.width()) {
            return constant(a.width(), 0);
        }
        return zext(extract(a, a.width() - 1, distance), a.width());
    }

    /** Arithmetic right shift by a known distance of at least zero. */
    public Term ashr(Term a, int distance) {
        int places = Math.min(distance, a.width() - 1);
        return sext(extract(a, a.width() - 1, places), a.width());
    }

    /** Left shift; zero where the distance is the width or more. */
    public Term shl(Term a, Term distance) {
        return shift(Operator.SHL, a, distance);
    }

    /** Logical right shift; zero where the distance is the width or more. */
    public Term lshr(Term a, Term distance) {
        return shift(Operator.LSHR, a, distance);
    }

    /** Arithmetic right shift; copies of the sign where the distance is the width or more. */
    public Term ashr(Term a, Term distance) {
        return shift(Operator.ASHR, a, distance);
    }

    private Term shift(Operator operator, Term a, Term distance) {
        sameWidth(a, distance);
        if (distance instanceof Constant c) {
            int places = c.value().bitLength() > 30 ? a.width() : (int) Math.min(c.toLong(), a.width());
            return switch (operator) {
                case SHL -> shl(a, places);
                case LSHR -> lshr(a, places);
                default -> ashr(a, places);
            };
        }
        if (isZero(a)) {
            return a;
        }
        return make(operator, a.width(), 0, a, distance);
    }

    // ---- parts

    /** The bits from low to high, both included. */
    public Term extract(Term a, int high, int low) {
        if (low < 0 || high < low || high >= a.width()) {
            throw new IllegalArgumentException("no bits " + high + " to " + low + " in a term of " + a.width());
        }
        int width = high - low + 1;
        if (width == a.width()) {
            return a;
        }
        return switch (a) {
            case Constant x -> x.isWide()
                    ? constant(width, x.value().shiftRight(low))
                    : constant(width, x.toLong() >>> low);
            case Symbol _ -> make(Operator.EXTRACT, width, low, a);
            case Operation o when o.operator() == Operator.EXTRACT -> extract(o.argument(0), high + o.low(), low + o.low());
            case Operation o -> extractOnce(o, high, low, width);
        };
    }

    /** Remembers the result: an extract is pushed into shared arguments, and there are exponentially many ways to them. */
    private Term extractOnce(Operation o, int high, int low, int width) {
        long key = (long) o.id() << 2 * WIDTH_BITS | (long) high << WIDTH_BITS | low;
        Term known = extracts.get(key);
        if (known == null) {
            known = extractFrom(o, high, low, width);
            extracts.put(key, known);
        }
        return known;
    }

    private Term extractFrom(Operation o, int high, int low, int width) {
        switch (o.operator()) {
            case CONCAT -> {
                return extractParts(o, high, low);
            }
            case SEXT -> {
                Term inner = o.argument(0);
                if (high < inner.width()) {
                    return extract(inner, high, low);
                }
                if (low < inner.width()) {
                    return sext(extract(inner, inner.width() - 1, low), width);
                }
                return sext(extract(inner, inner.width() - 1, inner.width() - 1), width);
            }
            case NOT -> {
                return not(extract(o.argument(0), high, low));
            }
            case AND, OR, XOR -> {
                return bitwise(o.operator(), extract(o.argument(0), high, low), extract(o.argument(1), high, low));
            }
            case ITE -> {
                Term then = o.argument(1);
                Term otherwise = o.argument(2);
                if (isCheapToExtract(then) || isCheapToExtract(otherwise)) {
                    return ite(o.argument(0), extract(then, high, low), extract(otherwise, high, low));
                }
            }
            case ADD -> {
                if (low == 0) {
                    return add(extract(o.argument(0), high, 0), extract(o.argument(1), high, 0));
                }
            }
            case MUL -> {
                if (low == 0 && (o.argument(1) instanceof Constant || width <= 64)) {
                    return mul(extract(o.argument(0), high, 0), extract(o.argument(1), high, 0));
                }
            }
            case NEG -> {
                if (low == 0) {
                    return neg(extract(o.argument(0), high, 0));
                }
            }
            default -> {
            }
        }
        return make(Operator.EXTRACT, width, low, o);
    }

    private static boolean isCheapToExtract(Term term) {
        return term instanceof Constant || isParted(term)
                || term instanceof Operation o && (o.operator() == Operator.ITE || o.operator() == Operator.EXTRACT);
    }

    private Term extractParts(Operation concat, int high, int low) {
        List<Term> parts = new ArrayList<>();
        int top = concat.width();
        for (Term part : concat.arguments()) {
            int bottom = top - part.width();
            if (bottom <= high && top > low) {
                parts.add(extract(part, Math.min(high, top - 1) - bottom, Math.max(low, bottom) - bottom));
            }
            top = bottom;
        }
        return concat(parts.toArray(NONE));
    }

    /** Parts side by side, the most significant first. */
    public Term concat(Term... parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        List<Term> merged = new ArrayList<>(parts.length);
        for (Term part : parts) {
            if (isParted(part)) {
                for (Term inner : ((Operation) part).arguments()) {
                    appendPart(merged, inner);
                }
            } else {
                appendPart(merged, part);
            }
        }
        if (merged.size() == 1) {
            return merged.get(0);
        }
        int width = 0;
        for (Term part : merged) {
            width += part.width();
        }
        return make(Operator.CONCAT, width, 0, merged.toArray(NONE));
    }

    private void appendPart(List<Term> merged, Term part) {
        Term last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
        Term joined = last == null ? null : join(last, part, DEEPEST_JOIN);
        if (joined == null) {
            merged.add(part);
            return;
        }
        merged.remove(merged.size() - 1);
        appendPart(merged, joined);
    }

    /** One term, not itself a concatenation, for two adjacent parts, where there is a simple one; else null. */
    private Term join(Term upper, Term lower, int depth) {
        if (upper instanceof Constant x && lower instanceof Constant y) {
            return joinConstants(x, y);
        }
        Term joined = upper instanceof Operation x && depth > 0 ? joinOperation(x, lower, depth - 1) : null;
        return joined == null || isParted(joined) ? null : joined;
    }

    private Constant joinConstants(Constant upper, Constant lower) {
        int width = upper.width() + lower.width();
        if (width <= 64) {
            return constant(width, upper.toLong() << lower.width() | lower.toLong());
        }
        return constant(width, upper.value().shiftLeft(lower.width()).or(lower.value()));
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
            case ITE -> upper.argument(0) != y.argument(0) ? null : ite(
                    y.argument(0),
                    concat(upper.argument(1), y.argument(1)),
                    concat(upper.argument(2), y.argument(2)));
            case NOT -> {
                Term inner = join(upper.argument(0), y.argument(0), depth);
                yield inner == null ? null : not(inner);
            }
            case AND, OR, XOR -> mayJoin(upper.argument(0), y.argument(0)) && mayJoin(upper.argument(1), y.argument(1))
                    ? joinBitwise(upper, y.argument(0), y.argument(1), depth)
                    : joinBitwise(upper, y.argument(1), y.argument(0), depth);
            default -> null;
        };
    }

    /** Bits and those below them; the lower ones may have been pushed into a sum or product, which the upper ones cannot be. */
    private Term joinExtract(Operation upper, Term lower) {
        Term whole = upper.argument(0);
        int low = upper.low() - lower.width();
        if (low < 0) {
            return null;
        }
        boolean adjacent = lower instanceof Operation y && y.operator() == Operator.EXTRACT
                ? y.argument(0) == whole && y.low() == low
                : low == 0 && extract(whole, lower.width() - 1, 0) == lower;
        return adjacent ? extract(whole, upper.low() + upper.width() - 1, low) : null;
    }

    /** A sign extension cut within the copies of the sign, or right below them. */
    private Term joinExtended(Operation upper, Term lower, int depth) {
        Term inner = upper.argument(0);
        int width = upper.width() + lower.width();
        if (extract(lower, lower.width() - 1, lower.width() - 1) == inner) {
            return sext(lower, width);
        }
        Term joined = join(inner, lower, depth);
        return joined == null ? null : sext(joined, width);
    }

    private Term joinBitwise(Operation upper, Term lowerFirst, Term lowerSecond, int depth) {
        Term first = join(upper.argument(0), lowerFirst, depth);
        Term second = first == null ? null : join(upper.argument(1), lowerSecond, depth);
        return second == null ? null : bitwise(upper.operator(), first, second);
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

    /** Zero extension to a width of at least the term's. */
    public Term zext(Term a, int width) {
        return width == a.width() ? a : concat(constant(width - a.width(), BigInteger.ZERO), a);
    }

    /** Sign extension to a width of at least the term's. */
    public Term sext(Term a, int width) {
        if (width == a.width()) {
            return a;
        }
        if (width < a.width()) {
            throw new IllegalArgumentException("cannot extend " + a.width() + " bits to " + width);
        }
        return switch (a) {
            case Constant x -> constant(width, Bits.signed(x.value(), x.width()));
            case Operation o when o.operator() == Operator.SEXT -> sext(o.argument(0), width);
            case Operation o when isParted(o) && o.argument(0) instanceof Constant top ->
                    concat(sext(top, top.width() + width - a.width()), dropFirst(o));
            default -> make(Operator.SEXT, width, 0, a);
        };
    }

    private Term dropFirst(Operation concat) {
        return concat(concat.arguments().subList(1, concat.arity()).toArray(NONE));
    }

    /** The low bits of a term, or its zero extension, whichever the width asks for. */
    public Term resize(Term a, int width) {
        return width <= a.width() ? extract(a, width - 1, 0) : zext(a, width);
    }

    // ---- comparisons

    /** Whether two terms are equal. */
    public Term eq(Term a, Term b) {
        sameWidth(a, b);
        if (a == b) {
            return one;
        }
        if (a instanceof Constant x) {
            return b instanceof Constant ? zero : eq(b, x);
        }
        if (a.width() == 1) {
            return not(xor(a, b));
        }
        if (b instanceof Constant y) {
            Term simpler = eqConstant(a, y);
            if (simpler != null) {
                return simpler;
            }
            return make(Operator.EQ, 1, 0, a, b);
        }
        Term parts = eqParts(a, b);
        if (parts != null) {
            return parts;
        }
        if (isSum(a) || isSum(b)) {
            Term simpler = eqSums(a, b);
            if (simpler != null) {
                return simpler;
            }
        }
        return a.id() < b.id() ? make(Operator.EQ, 1, 0, a, b) : make(Operator.EQ, 1, 0, b, a);
    }

    /** Whether two terms differ. */
    public Term ne(Term a, Term b) {
        return not(eq(a, b));
    }

    private Term eqConstant(Term a, Constant b) {
        if (!(a instanceof Operation o)) {
            return null;
        }
        switch (o.operator()) {
            case CONCAT -> {
                Term result = one;
                int low = 0;
                for (int i = o.arity() - 1; i >= 0; i--) {
                    Term part = o.argument(i);
                    result = and(eq(part, extract(b, low + part.width() - 1, low)), result);
                    low += part.width();
                }
                return result;
            }
            case ITE -> {
                Term then = o.argument(1);
                Term otherwise = o.argument(2);
                if (then instanceof Constant || otherwise instanceof Constant) {
                    return ite(o.argument(0), eq(then, b), eq(otherwise, b));
                }
            }
            case NOT -> {
                return eq(o.argument(0), not(b));
            }
            case NEG -> {
                return eq(o.argument(0), neg(b));
            }
            case ADD -> {
                if (o.argument(1) instanceof Constant c) {
                    return eq(o.argument(0), sub(b, c));
                }
            }
            case XOR -> {
                if (o.argument(1) instanceof Constant c) {
                    return eq(o.argument(0), xor(b, c));
                }
                if (b.isZero()) {
                    return eq(o.argument(0), o.argument(1));
                }
            }
            case OR -> {
                if (b.isZero()) {
                    return and(eq(o.argument(0), b), eq(o.argument(1), b));
                }
            }
            case SEXT -> {
                Term inner = o.argument(0);
                Term low = extract(b, inner.width() - 1, 0);
                return sext(low, a.width()) == b ? eq(inner, low) : zero;
            }
            default -> {
            }
        }
        return null;
    }

    /** Equality of two sums without what they have in common, or null where that is nothing. */
    private Term eqSums(Term a, Term b) {
        Linear left = Linear.of(a);
        Linear right = Linear.of(b);
        Linear difference = left.plus(right.times(BigInteger.ONE.negate()));
        List<Linear.Monomial> monomials = difference.monomials();
        if (monomials.isEmpty()) {
            return condition(difference.constant().signum() == 0);
        }
        if (monomials.size() == 2 && difference.constant().signum() == 0) {
            BigInteger factor = monomials.get(0).coefficient();
            if (monomials.get(1).coefficient().equals(factor.negate().and(Bits.wideMask(a.width())))) {
                Term x = monomials.get(0).term();
                Term y = monomials.get(1).term();
                BigInteger signed = factor.bitLength() == a.width() ? monomials.get(1).coefficient() : factor;
                if (signed.testBit(0) || fits(x, signed) && fits(y, signed)) {
                    return eq(x, y);
                }
            }
        }
        return null;
    }

    /** Whether a product never wraps around. */
    private static boolean fits(Term term, BigInteger factor) {
        return Interval.of(term).high().multiply(factor).bitLength() <= term.width();
    }

    /** Equality of two concatenations cut at the same places, or with a part that decides or drops out; else null. */
    private Term eqParts(Term a, Term b) {
        if (!isParted(a) || !isParted(b)) {
            return null;
        }
        int[] cuts = cuts(a, b);
        Term result = one;
        boolean helped = false;
        for (int i = 0; i + 1 < cuts.length; i++) {
            Term x = extract(a, cuts[i + 1] - 1, cuts[i]);
            Term y = extract(b, cuts[i + 1] - 1, cuts[i]);
            helped |= x == y || x instanceof Constant || y instanceof Constant;
            result = and(result, eq(x, y));
        }
        return helped ? result : null;
    }

    /** Unsigned less. */
    public Term ult(Term a, Term b) {
        sameWidth(a, b);
        if (a == b) {
            return zero;
        }
        if (a instanceof Constant x && b instanceof Constant y) {
            return fold(Operator.ULT, x, y, 1);
        }
        if (a.width() == 1) {
            return and(not(a), b);
        }
        Interval left = Interval.of(a);
        Interval right = Interval.of(b);
        if (left.high().compareTo(right.low()) < 0) {
            return one;
        }
        if (left.low().compareTo(right.high()) >= 0) {
            return zero;
        }
        if (b instanceof Constant y && y.value().equals(BigInteger.ONE)) {
            return eq(a, constant(a.width(), 0));
        }
        if (a instanceof Constant x && x.isZero()) {
            return ne(b, x);
        }
        if (b instanceof Constant y && y.isAllOnes()) {
            return ne(a, b);
        }
        int used = Math.max(left.high().bitLength(), right.high().bitLength());
        if (used < a.width() && hasZeroTop(a, used) && hasZeroTop(b, used)) {
            return ult(extract(a, used - 1, 0), extract(b, used - 1, 0));
        }
        int shared = sharedLow(a, b);
        if (shared > 0) {
            return ult(extract(a, a.width() - 1, shared), extract(b, b.width() - 1, shared));
        }
        Term simpler = a instanceof Constant x ? greater(b, x) : b instanceof Constant y ? less(a, y) : null;
        return simpler != null ? simpler : make(Operator.ULT, 1, 0, a, b);
    }

    /** Whether a sum or product that does not wrap around is less than a number, said of a part of it; else null. */
    private Term less(Term a, Constant bound) {
        Linear sum = Linear.of(a);
        int zeros = lowZeros(a);
        if (zeros > 0 && !isZero(a)) {
            return below(extract(a, a.width() - 1, zeros), ceiling(bound.value(), BigInteger.ONE.shiftLeft(zeros)));
        }
        if (sum.constant().signum() != 0) {
            Term rest = add(a, constant(a.width(), sum.constant().negate().and(Bits.wideMask(a.width()))));
            return Interval.of(rest).high().add(sum.constant()).bitLength() <= a.width() ? below(rest, bound.value().subtract(sum.constant())) : null;
        }
        Linear.Monomial only = sum.monomials().size() == 1 ? sum.monomials().getFirst() : null;
        if (only == null || only.term() == a || !fits(only.term(), only.coefficient())) {
            return null;
        }
        return below(only.term(), ceiling(bound.value(), only.coefficient()));
    }

    /** Whether such a sum or product is greater than a number; else null. */
    private Term greater(Term a, Constant bound) {
        Term lessOrEqual = bound.isAllOnes() ? null : less(a, constant(a.width(), bound.value().add(BigInteger.ONE)));
        return lessOrEqual == null ? null : not(lessOrEqual);
    }

    /** Whether a term is less than a number that it may have no bits for. */
    private Term below(Term term, BigInteger bound) {
        if (bound.signum() <= 0) {
            return zero;
        }
        return bound.bitLength() > term.width() ? one : ult(term, constant(term.width(), bound));
    }

    private static BigInteger ceiling(BigInteger value, BigInteger divisor) {
        return value.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }

    /** Unsigned less or equal. */
    public Term ule(Term a, Term b) {
        return not(ult(b, a));
    }

    /** Signed less. */
    public Term slt(Term a, Term b) {
        sameWidth(a, b);
        if (a == b) {
            return zero;
        }
        if (a instanceof Constant x && b instanceof Constant y) {
            return fold(Operator.SLT, x, y, 1);
        }
        int top = a.width() - 1;
        if (isZero(b)) {
            return extract(a, top, top);
        }
        if (Interval.of(a).high().bitLength() <= top && Interval.of(b).high().bitLength() <= top) {
            return ult(a, b);
        }
        return make(Operator.SLT, 1, 0, a, b);
    }

    /** Signed less or equal. */
    public Term sle(Term a, Term b) {
        return not(slt(b, a));
    }

    private static boolean hasZeroTop(Term term, int used) {
        if (term instanceof Constant) {
            return true;
        }
        return isParted(term) && ((Operation) term).argument(0) instanceof Constant top && top.isZero()
                && term.width() - top.width() <= used;
    }

    /** How many low bits of both terms are the same constant zeros, as in numbers counted in fours. */
    private static int sharedLow(Term a, Term b) {
        return Math.min(Math.min(lowZeros(a), lowZeros(b)), a.width() - 1);
    }

    private static int lowZeros(Term term) {
        if (term instanceof Constant c) {
            return c.isZero() ? c.width() : c.value().getLowestSetBit();
        }
        if (isParted(term) && ((Operation) term).argument(((Operation) term).arity() - 1) instanceof Constant low) {
            return low.isZero() ? low.width() : low.value().getLowestSetBit();
        }
        return 0;
    }

    // ---- choice

    /** If the condition holds the first term, else the second. */
    public Term ite(Term condition, Term then, Term otherwise) {
        sameWidth(then, otherwise);
        if (condition.width() != 1) {
            throw new IllegalArgumentException("a condition has one bit, not " + condition.width());
        }
        if (condition instanceof Constant c) {
            return c.isZero() ? otherwise : then;
        }
        if (then == otherwise) {
            return then;
        }
        if (condition instanceof Operation o && o.operator() == Operator.NOT) {
            return ite(o.argument(0), otherwise, then);
        }
        if (then instanceof Operation o && o.operator() == Operator.ITE && o.argument(0) == condition) {
            return ite(condition, o.argument(1), otherwise);
        }
        if (otherwise instanceof Operation o && o.operator() == Operator.ITE && o.argument(0) == condition) {
            return ite(condition, then, o.argument(2));
        }
        if (then.width() == 1) {
            if (then == one || then == condition) {
                return or(condition, otherwise);
            }
            if (otherwise == zero || otherwise == condition) {
                return and(condition, then);
            }
            if (then == zero) {
                return and(not(condition), otherwise);
            }
            if (otherwise == one) {
                return or(not(condition), then);
            }
        }
        return make(Operator.ITE, then.width(), 0, condition, then, otherwise);
    }

    // ---- making

    /** The operation of the given operator, simplified as if its own method had been called. */
    public Term apply(Operator operator, int width, int low, List<Term> arguments) {
        Term a = arguments.get(0);
        Term b = arguments.size() > 1 ? arguments.get(1) : null;
        return switch (operator) {
            case NOT -> not(a);
            case NEG -> neg(a);
            case AND -> and(a, b);
            case OR -> or(a, b);
            case XOR -> xor(a, b);
            case ADD -> add(a, b);
            case MUL -> mul(a, b);
            case UDIV -> udiv(a, b);
            case UREM -> urem(a, b);
            case SDIV -> sdiv(a, b);
            case SREM -> srem(a, b);
            case SHL -> shl(a, b);
            case LSHR -> lshr(a, b);
            case ASHR -> ashr(a, b);
            case EQ -> eq(a, b);
            case ULT -> ult(a, b);
            case SLT -> slt(a, b);
            case CONCAT -> concat(arguments.toArray(NONE));
            case EXTRACT -> extract(a, low + width - 1, low);
            case SEXT -> sext(a, width);
            case ITE -> ite(a, b, arguments.get(2));
        };
    }

    /** How many distinct terms were made so far. */
    public int size() {
        return nextId.get();
    }

    private Constant fold(Operator operator, Constant a, Constant b, int width) {
        if (a.width() <= 64 && width <= 64) {
            return constant(width, Arithmetic.apply(operator, a.toLong(), b.toLong(), a.width(), width, 0));
        }
        return constant(width, Arithmetic.apply(operator, a.value(), b.value(), a.width(), width, 0));
    }

    private Term make(Operator operator, int width, int low, Term... arguments) {
        checkWidth(width);
        int hash = operator.ordinal() * 31 + width + low * 0x85EBCA6B;
        for (Term argument : arguments) {
            hash = hash * 0x01000193 + argument.id();
        }
        int finalHash = hash ^ hash >>> 15;
        return table.intern(
                finalHash,
                term -> term instanceof Operation other && other.has(operator, width, arguments, low),
                () -> new Operation(nextId.getAndIncrement(), width, operator, arguments, low, finalHash));
    }

    private static boolean isZero(Term term) {
        return term instanceof Constant c && c.isZero();
    }

    private static void sameWidth(Term a, Term b) {
        if (a.width() != b.width()) {
            throw new IllegalArgumentException("operands of " + a.width() + " and " + b.width() + " bits: " + a + ", " + b);
        }
    }
}
