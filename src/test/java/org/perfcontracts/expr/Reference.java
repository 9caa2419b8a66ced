package org.perfcontracts.expr;

import java.math.BigInteger;
import java.util.List;

/**
 * SMT-LIB's meaning of each operator, written down a second time and as plainly as can be, to hold the simplifier and the
 * evaluator against. Values are unsigned.
 */
final class Reference {
    private Reference() {
    }

    static BigInteger apply(Operator operator, int width, int low, List<Integer> widths, List<BigInteger> values) {
        BigInteger a = values.get(0);
        BigInteger b = values.size() > 1 ? values.get(1) : null;
        int aWidth = widths.get(0);
        return switch (operator) {
            case NOT -> power(width).subtract(BigInteger.ONE).subtract(a);
            case NEG -> power(width).subtract(a).mod(power(width));
            case AND -> bitByBit(width, a, b, 0b1000);
            case OR -> bitByBit(width, a, b, 0b1110);
            case XOR -> bitByBit(width, a, b, 0b0110);
            case ADD -> a.add(b).mod(power(width));
            case MUL -> a.multiply(b).mod(power(width));
            case UDIV -> unsignedQuotient(width, a, b);
            case UREM -> b.signum() == 0 ? a : a.subtract(b.multiply(a.divide(b)));
            case SDIV -> signedQuotient(width, a, b);
            case SREM -> signedRemainder(width, a, b);
            case SHL -> b.compareTo(BigInteger.valueOf(width)) >= 0 ? BigInteger.ZERO
                    : a.multiply(power(b.intValueExact())).mod(power(width));
            case LSHR -> b.compareTo(BigInteger.valueOf(width)) >= 0 ? BigInteger.ZERO : a.divide(power(b.intValueExact()));
            case ASHR -> arithmeticShift(width, a, b);
            case EQ -> truth(a.compareTo(b) == 0);
            case ULT -> truth(a.compareTo(b) < 0);
            case SLT -> truth(number(aWidth, a).compareTo(number(aWidth, b)) < 0);
            case CONCAT -> {
                BigInteger joined = BigInteger.ZERO;
                for (int i = 0; i < values.size(); i++) {
                    joined = joined.multiply(power(widths.get(i))).add(values.get(i));
                }
                yield joined;
            }
            case EXTRACT -> a.divide(power(low)).mod(power(width));
            case SEXT -> negative(aWidth, a) ? a.add(power(width)).subtract(power(aWidth)) : a;
            case ITE -> a.signum() != 0 ? b : values.get(2);
            case FUNCTION -> throw new IllegalArgumentException("a function is its own reference");
            case FADD, FSUB, FMUL, FDIV, FSQRT, FMA, FEQ, FLT, FLE, FROUND, FTOF, STOF, UTOF, FTOS, FTOU ->
                    throw new IllegalArgumentException(operator + " is for FloatsTest");
        };
    }

    private static BigInteger power(int exponent) {
        return BigInteger.TWO.pow(exponent);
    }

    private static BigInteger truth(boolean value) {
        return value ? BigInteger.ONE : BigInteger.ZERO;
    }

    private static boolean negative(int width, BigInteger value) {
        return value.compareTo(power(width - 1)) >= 0;
    }

    private static BigInteger number(int width, BigInteger value) {
        return negative(width, value) ? value.subtract(power(width)) : value;
    }

    private static BigInteger magnitude(int width, BigInteger value) {
        return number(width, value).abs();
    }

    private static BigInteger negated(int width, BigInteger value) {
        return power(width).subtract(value).mod(power(width));
    }

    /** The bit of the table that the two bits select, for each place. */
    private static BigInteger bitByBit(int width, BigInteger a, BigInteger b, int table) {
        BigInteger result = BigInteger.ZERO;
        for (int i = 0; i < width; i++) {
            int row = (a.testBit(i) ? 1 : 0) + (b.testBit(i) ? 2 : 0);
            if ((table >> row & 1) == 1) {
                result = result.setBit(i);
            }
        }
        return result;
    }

    private static BigInteger unsignedQuotient(int width, BigInteger a, BigInteger b) {
        return b.signum() == 0 ? power(width).subtract(BigInteger.ONE) : a.divide(b);
    }

    private static BigInteger signedQuotient(int width, BigInteger a, BigInteger b) {
        BigInteger quotient = unsignedQuotient(width, magnitude(width, a), magnitude(width, b));
        return negative(width, a) == negative(width, b) ? quotient.mod(power(width)) : negated(width, quotient);
    }

    private static BigInteger signedRemainder(int width, BigInteger a, BigInteger b) {
        BigInteger dividend = magnitude(width, a);
        BigInteger divisor = magnitude(width, b);
        BigInteger remainder = divisor.signum() == 0 ? dividend : dividend.mod(divisor);
        return negative(width, a) ? negated(width, remainder) : remainder;
    }

    private static BigInteger arithmeticShift(int width, BigInteger a, BigInteger b) {
        int places = b.compareTo(BigInteger.valueOf(width)) >= 0 ? width : b.intValueExact();
        BigInteger shifted = a.divide(power(places));
        return negative(width, a) ? shifted.add(power(width)).subtract(power(width - places)) : shifted;
    }
}
