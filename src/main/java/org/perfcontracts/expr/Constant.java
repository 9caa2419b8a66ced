package org.perfcontracts.expr;

import java.math.BigInteger;

/** A known value, taken as an unsigned number below 2^width. */
public final class Constant extends Term {
    private final long low;
    private final BigInteger wide;

    Constant(int id, int width, long low, BigInteger wide, int hash) {
        super(id, width, hash);
        this.low = low;
        this.wide = wide;
    }

    /** The low 64 bits; the whole value, zero-extended, when the width is at most 64. */
    public long toLong() {
        return low;
    }

    /** The value as an unsigned number. */
    public BigInteger value() {
        return wide != null ? wide : Bits.unsigned(low);
    }

    /** Whether every bit is clear. */
    public boolean isZero() {
        return low == 0 && (wide == null || wide.signum() == 0);
    }

    /** Whether every bit is set. */
    public boolean isAllOnes() {
        return width() <= 64 ? low == Bits.mask(width()) : wide.bitCount() == width();
    }

    boolean isWide() {
        return wide != null;
    }
}
