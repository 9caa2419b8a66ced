package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Recognises the multiplications by which compilers divide: the high part of a product with a number that is a power of two divided
 * by the divisor, rounded up (Granlund and Montgomery, Division by Invariant Integers using Multiplication, PLDI 1994).
 */
final class Reciprocals {
    /** How many bits the size of an element has at most. */
    private static final int SIZE_BITS = 12;

    private Reciprocals() {
    }

    /**
     * The divisor of which a factor is the reciprocal.
     *
     * @param bits of the number that is multiplied
     * @param shift how many bits of the product are left out
     * @return empty where the high part of some product is not the quotient
     */
    static Optional<BigInteger> divisor(int bits, BigInteger factor, int shift) {
        if (shift < bits || factor.signum() <= 0) {
            return Optional.empty();
        }
        BigInteger power = BigInteger.ONE.shiftLeft(shift);
        BigInteger divisor = power.add(factor).subtract(BigInteger.ONE).divide(factor);
        BigInteger error = factor.multiply(divisor).subtract(power);
        boolean exact = error.compareTo(BigInteger.ONE.shiftLeft(shift - bits)) <= 0;
        return exact && divisor.bitLength() <= bits && divisor.compareTo(BigInteger.ONE) > 0 ? Optional.of(divisor) : Optional.empty();
    }

    /** The quotient that some high bits of a product are; empty where they are none. */
    static Optional<Term> quotient(Terms terms, Operation product, int high, int low) {
        if (product.operator() != Operator.MUL || !(product.argument(1) instanceof Constant factor)
                || !(product.argument(0) instanceof Operation wide) || wide.operator() != Operator.CONCAT
                || !(wide.argument(0) instanceof Constant zeros) || !zeros.isZero()) {
            return Optional.empty();
        }
        int bits = product.width() - zeros.width();
        if (bits + factor.value().bitLength() > high + 1 || isSize(factor, bits)) {
            return Optional.empty();
        }
        return divisor(bits, factor.value(), low).map(divisor -> {
            // As wide as registers are, for there the quotient is multiplied again and subtracted.
            int register = bits <= Integer.SIZE ? Integer.SIZE : Math.max(bits, Long.SIZE);
            Term quotient = terms.udiv(terms.zext(terms.extract(wide, bits - 1, 0), register), terms.constant(register, divisor));
            int width = high - low + 1;
            return width <= register ? terms.extract(quotient, width - 1, 0) : terms.zext(quotient, width);
        });
    }

    /**
     * Whether a factor of a number of so many bits is rather the size of an element than the reciprocal of a divisor, which has about as many bits
     * as the number: a byte of a place in an array, as it is kept in memory, is no quotient.
     */
    private static boolean isSize(Constant factor, int bits) {
        return factor.value().bitLength() <= Math.min(SIZE_BITS, bits - 3);
    }

    /** Whether the low bits of a quotient with so many zeros before them are the quotient, which has no other bits. */
    static boolean isWhole(int zeros, Term low) {
        return low instanceof Operation part && part.operator() == Operator.EXTRACT && part.low() == 0
                && part.argument(0) instanceof Operation quotient && quotient.operator() == Operator.UDIV
                && quotient.width() == zeros + low.width() && Interval.of(quotient).high().bitLength() <= low.width();
    }

    /** A sum in which a number less a multiple of its quotient is the remainder; the same sum where there is none. */
    static Linear withRemainders(Terms terms, Linear sum) {
        for (Linear.Monomial monomial : sum.monomials()) {
            if (monomial.term() instanceof Operation o && o.operator() == Operator.UDIV && o.argument(1) instanceof Constant divisor) {
                BigInteger factor = sum.coefficient(o.argument(0));
                BigInteger taken = factor.multiply(divisor.value());
                if (factor.signum() != 0 && Bits.truncate(taken.add(monomial.coefficient()), sum.width()).signum() == 0) {
                    return withRemainders(terms, sum.plus(Linear.of(o).times(taken)).plus(Linear.of(o.argument(0)).times(factor.negate()))
                            .plus(Linear.of(terms.urem(o.argument(0), divisor)).times(factor)));
                }
            }
        }
        return sum;
    }
}
