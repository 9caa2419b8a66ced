package org.perfcontracts.expr;

/**
 * The operators of bit-vector terms, with the meaning that SMT-LIB's {@code QF_BV} gives them: division by zero yields
 * all ones, the remainder by zero is the dividend, and a shift by the width or more yields zeros (or copies of the sign).
 * Terms built through {@link Terms} use no others; subtraction is addition of a {@link #NEG}, zero extension a
 * {@link #CONCAT} with zeros, and the missing comparisons are negations of the ones here.
 *
 * <p>The operators that begin with F, and those that convert to or from F, work on the bit patterns of IEEE 754 numbers of
 * 32 or 64 bits, rounding to the nearest, to even where two are as near. What IEEE 754 leaves open is as x86-64 does it,
 * exceptions masked: the first argument that is not a number, made quiet, is the result; where there is none and the
 * operation is invalid, the result is the negative quiet not-a-number without payload.
 */
public enum Operator {
    NOT, NEG, AND, OR, XOR, ADD, MUL, UDIV, UREM, SDIV, SREM, SHL, LSHR, ASHR,
    /** Equality; width one. */
    EQ,
    /** Unsigned less; width one. */
    ULT,
    /** Signed less; width one. */
    SLT,
    /** Parts put side by side, the most significant first; two or more arguments. */
    CONCAT,
    /** Adjacent bits of the argument, from {@link Operation#low()} up, as many as the width. */
    EXTRACT,
    /** Sign extension to the width. */
    SEXT,
    /** If the first argument (width one) then the second, else the third. */
    ITE,
    /** The {@link Operation#function()} of the arguments. */
    FUNCTION,
    FADD, FSUB, FMUL, FDIV, FSQRT,
    /** The first argument times the second plus the third, rounded once. */
    FMA,
    /** Equality of numbers; width one, never true of what is not a number. */
    FEQ,
    /** Less, of numbers; width one, never true of what is not a number. */
    FLT,
    /** Less or equal, of numbers; width one, never true of what is not a number. */
    FLE,
    /** The integral number that {@link Rounding} number {@link Operation#low()} makes of the argument. */
    FROUND,
    /** The same number with the other width, rounded. */
    FTOF,
    /** The number that a signed integer is, rounded. */
    STOF,
    /** The number that an unsigned integer is, rounded. */
    UTOF,
    /** The signed integer of the width that is left without the fraction; only the sign bit set where there is none. */
    FTOS,
    /** The unsigned integer of the width that is left without the fraction; all bits set where there is none. */
    FTOU;

    /** Whether its result is a floating-point number that depends on rounding in a way that bit-vectors express at great length. */
    public boolean isFloatingArithmetic() {
        return switch (this) {
            case FADD, FSUB, FMUL, FDIV, FSQRT, FMA -> true;
            default -> false;
        };
    }

    /** Whether it works on floating-point numbers. */
    public boolean isFloating() {
        return compareTo(FADD) >= 0;
    }
}
