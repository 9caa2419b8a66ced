package org.perfcontracts.expr;

/**
 * The operators of bit-vector terms, with the meaning that SMT-LIB's {@code QF_BV} gives them: division by zero yields
 * all ones, the remainder by zero is the dividend, and a shift by the width or more yields zeros (or copies of the sign).
 * Terms built through {@link Terms} use no others; subtraction is addition of a {@link #NEG}, zero extension a
 * {@link #CONCAT} with zeros, and the missing comparisons are negations of the ones here.
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
    FUNCTION
}
