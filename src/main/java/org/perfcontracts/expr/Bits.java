package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.stream.IntStream;

/** Arithmetic on values of a given width, held in a long (widths to 64) or a non-negative BigInteger. */
final class Bits {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    /** By width; they are asked for all the time. */
    private static final BigInteger[] MASKS = IntStream.rangeClosed(0, Terms.MAX_WIDTH).mapToObj(Bits::maskOf).toArray(BigInteger[]::new);

    private Bits() {
    }

    static long mask(int width) {
        return width >= 64 ? -1L : (1L << width) - 1;
    }

    static BigInteger wideMask(int width) {
        return width < MASKS.length ? MASKS[width] : maskOf(width);
    }

    private static BigInteger maskOf(int width) {
        return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
    }

    static BigInteger unsigned(long value) {
        BigInteger signed = BigInteger.valueOf(value);
        return value < 0 ? signed.add(TWO_64) : signed;
    }

    static BigInteger truncate(BigInteger value, int width) {
        return value.and(wideMask(width));
    }

    /** The value read as a two's complement number. */
    static BigInteger signed(BigInteger value, int width) {
        return value.testBit(width - 1) ? value.subtract(BigInteger.ONE.shiftLeft(width)) : value;
    }

    static long signed(long value, int width) {
        int unused = 64 - width;
        return (value << unused) >> unused;
    }
}
