package org.perfcontracts.expr;

/**
 * The floating-point operators that bit-vectors express in a few dozen operations: comparisons, conversions, rounding to integers.
 * Equal to what {@link Evaluator} computes, under every assignment.
 */
public final class FloatDefinitions {
    private static final int SINGLE = 32;
    private static final int DOUBLE = 64;
    /** What a single number's exponent lacks of a double one's. */
    private static final int BIAS_DIFFERENCE = 1023 - 127;
    private static final int SINGLE_FRACTION = 23;
    private static final int LOST_FRACTION = 29;

    private final Terms terms;

    /** Definitions made of the given terms. */
    public FloatDefinitions(Terms terms) {
        this.terms = terms;
    }

    /**
     * An operation of a floating-point operator in terms of the others.
     *
     * @throws IllegalArgumentException for an arithmetic operator ({@link Operator#isFloatingArithmetic}) or one on integers
     */
    public Term of(Operation operation) {
        Term a = operation.argument(0);
        Term b = operation.arity() > 1 ? operation.argument(1) : null;
        int width = operation.width();
        return switch (operation.operator()) {
            case FEQ -> terms.and(areNumbers(a, b), terms.eq(order(a), order(b)));
            case FLT -> terms.and(areNumbers(a, b), terms.slt(order(a), order(b)));
            case FLE -> terms.and(areNumbers(a, b), terms.sle(order(a), order(b)));
            case FROUND -> round(new Parts(a), Rounding.values()[operation.low()]);
            case FTOF -> width == DOUBLE ? widen(new Parts(a)) : narrow(new Parts(a));
            case STOF -> ofSigned(a, width);
            case UTOF -> ofUnsigned(a, width);
            case FTOS -> toSigned(new Parts(a), width);
            case FTOU -> toUnsigned(new Parts(a), width);
            default -> throw new IllegalArgumentException(operation.operator() + " has no short definition");
        };
    }

    /** A number and what its bits stand for. */
    private final class Parts {
        final Term whole;
        final int width;
        final int fractionWidth;
        final int bias;
        final Term sign;
        final Term exponent;
        final Term fraction;

        Parts(Term whole) {
            this.whole = whole;
            width = whole.width();
            fractionWidth = width == SINGLE ? SINGLE_FRACTION : 52;
            bias = width == SINGLE ? 127 : 1023;
            sign = terms.extract(whole, width - 1, width - 1);
            exponent = terms.extract(whole, width - 2, fractionWidth);
            fraction = terms.extract(whole, fractionWidth - 1, 0);
        }

        /** Whether the exponent is less than a number. */
        Term isBelow(int limit) {
            return terms.ult(exponent, terms.constant(exponent.width(), limit));
        }

        /** The fraction with the one before it, which denormal numbers lack. */
        Term significand() {
            return terms.concat(terms.yes(), fraction);
        }

        Term isNumber() {
            return terms.ule(terms.concat(exponent, fraction),
                    terms.concat(terms.constant(exponent.width(), -1), terms.constant(fractionWidth, 0)));
        }
    }

    // ---- comparisons

    /** Whether a number is one: not infinity's exponent with a fraction. */
    public Term isNumber(Term a) {
        return new Parts(a).isNumber();
    }

    private Term areNumbers(Term a, Term b) {
        return terms.and(isNumber(a), isNumber(b));
    }

    /** A signed integer in the order of the numbers; both zeros are zero. */
    public Term order(Term a) {
        Term magnitude = terms.zext(terms.extract(a, a.width() - 2, 0), a.width());
        return terms.ite(terms.extract(a, a.width() - 1, a.width() - 1), terms.neg(magnitude), magnitude);
    }

    // ---- rounding

    private Term round(Parts x, Rounding rounding) {
        int width = x.width;
        Term one = terms.constant(width, 1);
        Term places = terms.sub(terms.constant(width, x.bias + x.fractionWidth), terms.zext(x.exponent, width));
        Term unit = terms.shl(one, places);
        Term mask = terms.sub(unit, one);
        Term rest = terms.and(x.whole, mask);
        Term truncated = terms.and(x.whole, terms.not(mask));
        Term zero = terms.constant(width, 0);
        Term magnitude = terms.zext(terms.extract(x.whole, width - 2, 0), width);
        Term half = terms.constant(width, (long) (x.bias - 1) << x.fractionWidth);
        Term isOdd = terms.ne(terms.and(x.whole, unit), zero);
        Term halfUnit = terms.lshr(unit, 1);
        Term large = roundsUp(rounding, x.sign, terms.ne(rest, zero),
                terms.or(terms.ult(halfUnit, rest), terms.and(terms.eq(halfUnit, rest), isOdd)));
        Term small = roundsUp(rounding, x.sign, terms.ne(magnitude, zero), terms.ult(half, magnitude));
        Term signed = terms.concat(x.sign, terms.constant(width - 1, 0));
        Term ofSmall = terms.ite(small, terms.or(signed, terms.constant(width, (long) x.bias << x.fractionWidth)), signed);
        Term ofLarge = terms.add(truncated, terms.ite(large, unit, zero));
        Term quiet = terms.or(x.whole, terms.constant(width, 1L << x.fractionWidth - 1));
        return terms.ite(x.isBelow(x.bias), ofSmall,
                terms.ite(x.isBelow(x.bias + x.fractionWidth), ofLarge, terms.ite(x.isNumber(), x.whole, quiet)));
    }

    /** Whether the magnitude becomes the next integral one. */
    private Term roundsUp(Rounding rounding, Term sign, Term hasRest, Term isNearer) {
        return switch (rounding) {
            case NEAREST -> isNearer;
            case DOWN -> terms.and(sign, hasRest);
            case UP -> terms.and(terms.not(sign), hasRest);
            case TRUNCATE -> terms.no();
        };
    }

    /** The bits above a place plus one where those below come to more than half of it, or to half and the result is even so. */
    private Term roundedAt(Term bits, int place) {
        Term kept = terms.extract(bits, bits.width() - 1, place);
        Term rest = terms.extract(bits, place - 1, 0);
        Term half = terms.shl(terms.constant(place, 1), place - 1);
        Term up = terms.or(terms.ult(half, rest), terms.and(terms.eq(half, rest), terms.extract(kept, 0, 0)));
        return terms.add(kept, terms.zext(up, kept.width()));
    }

    // ---- integers

    private Term toSigned(Parts x, int width) {
        Term magnitude = terms.resize(magnitude(x, width), width);
        Term value = terms.ite(x.sign, terms.neg(magnitude), magnitude);
        return terms.ite(x.isBelow(x.bias + width - 1), value, terms.constant(width, 1L << width - 1));
    }

    private Term toUnsigned(Parts x, int width) {
        Term magnitude = terms.resize(magnitude(x, width), width);
        Term none = terms.constant(width, -1);
        Term value = terms.ite(x.isBelow(x.bias + width), terms.ite(x.sign, none, magnitude), none);
        return terms.ite(x.isBelow(x.bias), terms.constant(width, 0), value);
    }

    /** The magnitude without the fraction; of a number that has more bits than asked for, anything. */
    private Term magnitude(Parts x, int width) {
        int enough = Math.max(width, x.fractionWidth + 1);
        Term significand = terms.zext(x.significand(), enough);
        Term exponent = terms.zext(x.exponent, enough);
        Term point = terms.constant(enough, x.bias + x.fractionWidth);
        return terms.ite(x.isBelow(x.bias + x.fractionWidth),
                terms.lshr(significand, terms.sub(point, exponent)), terms.shl(significand, terms.sub(exponent, point)));
    }

    private Term ofSigned(Term a, int width) {
        Term sign = terms.extract(a, a.width() - 1, a.width() - 1);
        Term magnitude = ofUnsigned(terms.ite(sign, terms.neg(a), a), width);
        return terms.concat(sign, terms.extract(magnitude, width - 2, 0));
    }

    private Term ofUnsigned(Term a, int width) {
        int fractionWidth = width == SINGLE ? SINGLE_FRACTION : 52;
        int bias = width == SINGLE ? 127 : 1023;
        int whole = a.width() <= 16 ? 16 : a.width() <= 32 ? 32 : 64;
        Term rest = terms.zext(a, whole);
        Term zeros = null;
        for (int step = whole / 2; step > 0; step /= 2) {
            Term none = terms.eq(terms.extract(rest, whole - 1, whole - step), terms.constant(step, 0));
            rest = terms.ite(none, terms.shl(rest, step), rest);
            zeros = zeros == null ? none : terms.concat(zeros, none);
        }
        Term exponent = terms.sub(terms.constant(width - 1 - fractionWidth, bias + whole - 1), terms.zext(zeros, width - 1 - fractionWidth));
        Term bits = terms.concat(exponent, terms.extract(rest, whole - 2, 0));
        int surplus = whole - 1 - fractionWidth;
        Term packed = surplus > 0 ? roundedAt(bits, surplus) : surplus == 0 ? bits : terms.concat(bits, terms.constant(-surplus, 0));
        return terms.ite(terms.eq(a, terms.constant(a.width(), 0)), terms.constant(width, 0), terms.zext(packed, width));
    }

    // ---- the other width

    private Term widen(Parts x) {
        Term zeros = terms.constant(LOST_FRACTION, 0);
        Term exponent = terms.add(terms.zext(x.exponent, 11), terms.constant(11, BIAS_DIFFERENCE));
        Term normal = terms.concat(x.sign, exponent, x.fraction, zeros);
        Term integer = terms.extract(ofUnsigned(x.fraction, DOUBLE), DOUBLE - 2, 0);
        Term least = terms.constant(DOUBLE - 1, 149L << 52);
        Term denormal = terms.concat(x.sign, terms.sub(integer, least));
        Term zero = terms.concat(x.sign, terms.constant(DOUBLE - 1, 0));
        Term infinity = terms.concat(x.sign, terms.constant(11, -1), terms.constant(52, 0));
        Term none = terms.concat(x.sign, terms.constant(12, -1), terms.extract(x.fraction, SINGLE_FRACTION - 2, 0), zeros);
        Term isPlain = terms.eq(x.fraction, terms.constant(SINGLE_FRACTION, 0));
        return terms.ite(x.isBelow(1), terms.ite(isPlain, zero, denormal),
                terms.ite(x.isBelow(255), normal, terms.ite(isPlain, infinity, none)));
    }

    private Term narrow(Parts x) {
        Term exponent = terms.sub(x.exponent, terms.constant(11, BIAS_DIFFERENCE));
        Term normal = roundedAt(terms.concat(terms.extract(exponent, 7, 0), x.fraction), LOST_FRACTION);
        int room = 55;
        Term wide = terms.concat(x.significand(), terms.constant(room, 0));
        Term places = terms.sub(terms.constant(wide.width(), BIAS_DIFFERENCE + 1 + LOST_FRACTION), terms.zext(x.exponent, wide.width()));
        Term denormal = terms.extract(roundedAt(terms.lshr(wide, places), room), SINGLE - 2, 0);
        Term infinity = terms.concat(terms.constant(8, -1), terms.constant(SINGLE_FRACTION, 0));
        Term none = terms.concat(terms.constant(9, -1), terms.extract(x.fraction, 50, LOST_FRACTION));
        Term magnitude = terms.ite(x.isBelow(BIAS_DIFFERENCE + 1), denormal,
                terms.ite(x.isBelow(BIAS_DIFFERENCE + 255), normal, terms.ite(x.isNumber(), infinity, none)));
        return terms.concat(x.sign, magnitude);
    }
}
