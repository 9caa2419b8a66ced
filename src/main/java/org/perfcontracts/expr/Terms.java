package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes terms: interns them, so that equal terms are one object, and simplifies them on the way by the rules of the
 * operator's family ({@link ArithmeticRules}, {@link BitRules}, {@link ShiftRules}, {@link ExtractRules}, {@link ConcatRules},
 * {@link EqualityRules}, {@link OrderRules}, {@link ChoiceRules}, {@link FloatRules}). Every method returns a term that has the same value as the
 * operation asked for under every assignment. Safe for use by several threads.
 *
 * <p>Normal forms that other rooms may rely on: a constant argument of a commutative operator stands last; shifts by a
 * constant, zero extension and masks of few runs are concatenations of extracts; a sum is linear, its monomials in the
 * order of their age and its constant last; a comparison of parts with a constant is a conjunction over the parts.
 *
 * <p>Long for it has a method for each operator, most of a few lines: who makes terms finds all of them in one place.
 */
public final class Terms {
    /** The widest term there is, in bits. */
    public static final int MAX_WIDTH = 1024;

    static final Term[] NONE = {};

    private final InternTable table = new InternTable();
    private final AtomicInteger nextId = new AtomicInteger();
    private final Constant zero = constant(1, 0);
    private final Constant one = constant(1, 1);

    private final ArithmeticRules arithmetic = new ArithmeticRules(this);
    private final BitRules bits = new BitRules(this);
    private final ShiftRules shifts = new ShiftRules(this);
    private final ExtractRules extracts = new ExtractRules(this);
    private final ConcatRules concats = new ConcatRules(this);
    private final EqualityRules equalities = new EqualityRules(this);
    private final OrderRules orders = new OrderRules(this);
    private final ChoiceRules choices = new ChoiceRules(this);
    private final FloatRules floats = new FloatRules(this);

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
        return arithmetic.add(a, b);
    }

    /** The sum with a known number, which may be negative. */
    public Term add(Term a, long b) {
        int width = a.width();
        return add(a, width <= 64 ? constant(width, b) : constant(width, BigInteger.valueOf(b)));
    }

    /** Difference modulo 2^width. */
    public Term sub(Term a, Term b) {
        sameWidth(a, b);
        return arithmetic.sub(a, b);
    }

    /** Two's complement negation. */
    public Term neg(Term a) {
        return arithmetic.neg(a);
    }

    /** Product modulo 2^width. */
    public Term mul(Term a, Term b) {
        sameWidth(a, b);
        return arithmetic.mul(a, b);
    }

    /** Unsigned quotient; all ones where the divisor is zero. */
    public Term udiv(Term a, Term b) {
        sameWidth(a, b);
        return arithmetic.udiv(a, b);
    }

    /** Unsigned remainder; the dividend where the divisor is zero. */
    public Term urem(Term a, Term b) {
        sameWidth(a, b);
        return arithmetic.urem(a, b);
    }

    /** Signed quotient, rounded towards zero; see {@link Operator} for a zero divisor. */
    public Term sdiv(Term a, Term b) {
        sameWidth(a, b);
        return arithmetic.plain(Operator.SDIV, a, b);
    }

    /** Signed remainder with the sign of the dividend; the dividend where the divisor is zero. */
    public Term srem(Term a, Term b) {
        sameWidth(a, b);
        return arithmetic.plain(Operator.SREM, a, b);
    }

    // ---- bits

    /** Complement of every bit; of a condition, its negation. */
    public Term not(Term a) {
        return bits.not(a);
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

    Term bitwise(Operator operator, Term a, Term b) {
        sameWidth(a, b);
        return bits.apply(operator, a, b);
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

    // ---- shifts

    /** Left shift by a known distance of at least zero. */
    public Term shl(Term a, int distance) {
        return shifts.shl(a, distance);
    }

    /** Logical right shift by a known distance of at least zero. */
    public Term lshr(Term a, int distance) {
        return shifts.lshr(a, distance);
    }

    /** Arithmetic right shift by a known distance of at least zero. */
    public Term ashr(Term a, int distance) {
        return shifts.ashr(a, distance);
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
        return shifts.apply(operator, a, distance);
    }

    // ---- parts

    /** The bits from low to high, both included. */
    public Term extract(Term a, int high, int low) {
        if (low < 0 || high < low || high >= a.width()) {
            throw new IllegalArgumentException("no bits " + high + " to " + low + " in a term of " + a.width());
        }
        return extracts.extract(a, high, low);
    }

    /** Parts side by side, the most significant first. */
    public Term concat(Term... parts) {
        return concats.concat(parts);
    }

    /** Zero extension to a width of at least the term's. */
    public Term zext(Term a, int width) {
        return width == a.width() ? a : concat(constant(width - a.width(), BigInteger.ZERO), a);
    }

    /** Sign extension to a width of at least the term's. */
    public Term sext(Term a, int width) {
        if (width < a.width()) {
            throw new IllegalArgumentException("cannot extend " + a.width() + " bits to " + width);
        }
        return concats.sext(a, width);
    }

    /** The low bits of a term, or its zero extension, whichever the width asks for. */
    public Term resize(Term a, int width) {
        return width <= a.width() ? extract(a, width - 1, 0) : zext(a, width);
    }

    // ---- comparisons

    /** Whether two terms are equal. */
    public Term eq(Term a, Term b) {
        sameWidth(a, b);
        return equalities.eq(a, b);
    }

    /** Whether two terms differ. */
    public Term ne(Term a, Term b) {
        return not(eq(a, b));
    }

    /** Unsigned less. */
    public Term ult(Term a, Term b) {
        sameWidth(a, b);
        return orders.ult(a, b);
    }

    /** Unsigned less or equal. */
    public Term ule(Term a, Term b) {
        return not(ult(b, a));
    }

    /** Signed less. */
    public Term slt(Term a, Term b) {
        sameWidth(a, b);
        return orders.slt(a, b);
    }

    /** Signed less or equal. */
    public Term sle(Term a, Term b) {
        return not(slt(b, a));
    }

    // ---- choice

    /** If the condition holds the first term, else the second. */
    public Term ite(Term condition, Term then, Term otherwise) {
        sameWidth(then, otherwise);
        if (condition.width() != 1) {
            throw new IllegalArgumentException("a condition has one bit, not " + condition.width());
        }
        return choices.ite(condition, then, otherwise);
    }

    // ---- functions

    /** A function's value; a constant where the arguments are. */
    public Term function(Function function, List<Term> arguments) {
        Interval bounds = function.bounds();
        if (bounds.low().equals(bounds.high())) {
            return constant(function.width(), bounds.low());
        }
        if (arguments.stream().allMatch(Constant.class::isInstance)) {
            return constant(function.width(), function.apply(arguments.stream().map(each -> ((Constant) each).value()).toList()));
        }
        return make(Operator.FUNCTION, function, function.width(), 0, arguments.toArray(NONE));
    }

    // ---- floating-point numbers of 32 or 64 bits; see Operator for what is not a number

    /** Sum of numbers. */
    public Term fadd(Term a, Term b) {
        return arithmetic(Operator.FADD, a, b);
    }

    /** Difference of numbers. */
    public Term fsub(Term a, Term b) {
        return arithmetic(Operator.FSUB, a, b);
    }

    /** Product of numbers. */
    public Term fmul(Term a, Term b) {
        return arithmetic(Operator.FMUL, a, b);
    }

    /** Quotient of numbers. */
    public Term fdiv(Term a, Term b) {
        return arithmetic(Operator.FDIV, a, b);
    }

    /** Square root of a number. */
    public Term fsqrt(Term a) {
        return arithmetic(Operator.FSQRT, a);
    }

    /** The first number times the second plus the third, rounded once. */
    public Term fma(Term a, Term b, Term c) {
        return arithmetic(Operator.FMA, a, b, c);
    }

    private Term arithmetic(Operator operator, Term... arguments) {
        return floating(operator, arguments[0].width(), 0, arguments);
    }

    /** Whether both are numbers, and equal. */
    public Term feq(Term a, Term b) {
        return floating(Operator.FEQ, 1, 0, a, b);
    }

    /** Whether both are numbers, the first less. */
    public Term flt(Term a, Term b) {
        return floating(Operator.FLT, 1, 0, a, b);
    }

    /** Whether both are numbers, the first less or equal. */
    public Term fle(Term a, Term b) {
        return floating(Operator.FLE, 1, 0, a, b);
    }

    /** The integral number that a number is rounded to. */
    public Term fround(Term a, Rounding rounding) {
        return floating(Operator.FROUND, a.width(), rounding.ordinal(), a);
    }

    /** The number with the given width, rounded to the nearest where it gets narrower. */
    public Term ftof(Term a, int width) {
        return width == a.width() ? a : floating(Operator.FTOF, width, 0, a);
    }

    /** The number of the given width that a signed integer of at most 64 bits is, rounded to the nearest. */
    public Term stof(Term a, int width) {
        return ofInteger(Operator.STOF, a, width);
    }

    /** The number of the given width that an unsigned integer of at most 64 bits is, rounded to the nearest. */
    public Term utof(Term a, int width) {
        return ofInteger(Operator.UTOF, a, width);
    }

    private Term ofInteger(Operator operator, Term a, int width) {
        checkFloat(width);
        if (a.width() > 64) {
            throw new IllegalArgumentException("an integer of " + a.width() + " bits");
        }
        return floats.apply(operator, width, 0, a);
    }

    /** The signed integer of 8 to 64 bits that is left of a number without its fraction; see {@link Operator#FTOS}. */
    public Term ftos(Term a, int width) {
        return toInteger(Operator.FTOS, a, width);
    }

    /** The unsigned integer of 8 to 64 bits that is left of a number without its fraction; see {@link Operator#FTOU}. */
    public Term ftou(Term a, int width) {
        return toInteger(Operator.FTOU, a, width);
    }

    private Term toInteger(Operator operator, Term a, int width) {
        if (width < 8 || width > 64) {
            throw new IllegalArgumentException("an integer of " + width + " bits");
        }
        return floating(operator, width, 0, a);
    }

    private Term floating(Operator operator, int width, int low, Term... arguments) {
        for (Term argument : arguments) {
            checkFloat(argument.width());
            sameWidth(arguments[0], argument);
        }
        return floats.apply(operator, width, low, arguments);
    }

    private static void checkFloat(int width) {
        if (width != 32 && width != 64) {
            throw new IllegalArgumentException("no floating-point number has " + width + " bits");
        }
    }

    FloatRules floats() {
        return floats;
    }

    // ---- making

    /** An operation like another on other arguments, of the same widths, simplified as if its own method had been called. */
    public Term like(Operation operation, List<Term> arguments) {
        return operation.operator() == Operator.FUNCTION ? function(operation.function(), arguments)
                : apply(operation.operator(), operation.width(), operation.low(), arguments);
    }

    /** The operation of the given operator, other than {@link Operator#FUNCTION}, simplified as if its own method had been called. */
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
            case FUNCTION -> throw new IllegalArgumentException("which function is not said");
            case FADD -> fadd(a, b);
            case FSUB -> fsub(a, b);
            case FMUL -> fmul(a, b);
            case FDIV -> fdiv(a, b);
            case FSQRT -> fsqrt(a);
            case FMA -> fma(a, b, arguments.get(2));
            case FEQ -> feq(a, b);
            case FLT -> flt(a, b);
            case FLE -> fle(a, b);
            case FROUND -> fround(a, Rounding.values()[low]);
            case FTOF -> ftof(a, width);
            case STOF -> stof(a, width);
            case UTOF -> utof(a, width);
            case FTOS -> ftos(a, width);
            case FTOU -> ftou(a, width);
        };
    }

    /** How many distinct terms were made so far. */
    public int size() {
        return nextId.get();
    }

    /** What an operator makes of constants; the second is not looked at where there is but one argument. */
    Constant fold(Operator operator, Constant a, Constant b, int width) {
        if (a.width() <= 64 && width <= 64) {
            return constant(width, Arithmetic.apply(operator, a.toLong(), b.toLong(), a.width(), width, 0));
        }
        return constant(width, Arithmetic.apply(operator, a.value(), b.value(), a.width(), width, 0));
    }

    /** The operation as it is, with no rule applied. */
    Term make(Operator operator, int width, int low, Term... arguments) {
        return make(operator, null, width, low, arguments);
    }

    private Term make(Operator operator, Function function, int width, int low, Term... arguments) {
        checkWidth(width);
        int hash = operator.ordinal() * 31 + width + low * 0x85EBCA6B + System.identityHashCode(function);
        for (Term argument : arguments) {
            hash = hash * 0x01000193 + argument.id();
        }
        int finalHash = hash ^ hash >>> 15;
        return table.intern(
                finalHash,
                term -> term instanceof Operation other && other.has(operator, function, width, arguments, low),
                () -> new Operation(nextId.getAndIncrement(), width, operator, function, arguments, low, finalHash));
    }

    private static void sameWidth(Term a, Term b) {
        if (a.width() != b.width()) {
            throw new IllegalArgumentException("operands of " + a.width() + " and " + b.width() + " bits: " + a + ", " + b);
        }
    }
}
