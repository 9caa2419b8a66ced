package org.perfcontracts.expr;

import java.math.BigInteger;

/** What each operator computes, on values; the one definition that both simplifier and evaluator use. */
final class Arithmetic {
    private Arithmetic() {
    }

    /** For arguments and result of at most 64 bits; values and result are zero-extended. */
    static long apply(Operator operator, long a, long b, int argumentWidth, int width, int low) {
        long mask = Bits.mask(width);
        return switch (operator) {
            case NOT -> ~a & mask;
            case NEG -> -a & mask;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case ADD -> a + b & mask;
            case MUL -> a * b & mask;
            case UDIV -> b == 0 ? mask : Long.divideUnsigned(a, b);
            case UREM -> b == 0 ? a : Long.remainderUnsigned(a, b);
            case SDIV -> signedDivide(Bits.signed(a, width), Bits.signed(b, width)) & mask;
            case SREM -> b == 0 ? a : signedRemainder(Bits.signed(a, width), Bits.signed(b, width)) & mask;
            case SHL -> tooFar(b, width) ? 0 : a << b & mask;
            case LSHR -> tooFar(b, width) ? 0 : a >>> b;
            case ASHR -> Bits.signed(a, width) >> (tooFar(b, width) ? 63 : b) & mask;
            case EQ -> a == b ? 1 : 0;
            case ULT -> Long.compareUnsigned(a, b) < 0 ? 1 : 0;
            case SLT -> Bits.signed(a, argumentWidth) < Bits.signed(b, argumentWidth) ? 1 : 0;
            case EXTRACT -> a >>> low & mask;
            case SEXT -> Bits.signed(a, argumentWidth) & mask;
            case FADD, FSUB, FMUL, FDIV, FSQRT, FEQ, FLT, FLE, FROUND, FTOF, STOF, UTOF, FTOS, FTOU ->
                    Floats.apply(operator, a, b, 0, argumentWidth, width, low);
            case CONCAT, ITE, FMA, FUNCTION -> throw new IllegalArgumentException(operator + " is not an arithmetic operator");
        };
    }

    private static boolean tooFar(long shift, int width) {
        return Long.compareUnsigned(shift, width) >= 0;
    }

    private static long signedDivide(long a, long b) {
        if (b == 0) {
            return a < 0 ? 1 : -1;
        }
        return b == -1 ? -a : a / b;
    }

    private static long signedRemainder(long a, long b) {
        return b == -1 ? 0 : a % b;
    }

    /** For arguments or results of any width; values and result are non-negative. */
    static BigInteger apply(Operator operator, BigInteger a, BigInteger b, int argumentWidth, int width, int low) {
        BigInteger result = switch (operator) {
            case NOT -> a.xor(Bits.wideMask(width));
            case NEG -> a.negate();
            case AND -> a.and(b);
            case OR -> a.or(b);
            case XOR -> a.xor(b);
            case ADD -> a.add(b);
            case MUL -> a.multiply(b);
            case UDIV -> b.signum() == 0 ? Bits.wideMask(width) : a.divide(b);
            case UREM -> b.signum() == 0 ? a : a.mod(b);
            case SDIV -> wideSignedDivide(Bits.signed(a, width), Bits.signed(b, width));
            case SREM -> b.signum() == 0 ? a : Bits.signed(a, width).remainder(Bits.signed(b, width));
            case SHL -> tooFar(b, width) ? BigInteger.ZERO : a.shiftLeft(b.intValue());
            case LSHR -> tooFar(b, width) ? BigInteger.ZERO : a.shiftRight(b.intValue());
            case ASHR -> Bits.signed(a, width).shiftRight(tooFar(b, width) ? width : b.intValue());
            case EQ -> flag(a.equals(b));
            case ULT -> flag(a.compareTo(b) < 0);
            case SLT -> flag(Bits.signed(a, argumentWidth).compareTo(Bits.signed(b, argumentWidth)) < 0);
            case EXTRACT -> a.shiftRight(low);
            case SEXT -> Bits.signed(a, argumentWidth);
            case CONCAT, ITE, FUNCTION, FADD, FSUB, FMUL, FDIV, FSQRT, FMA, FEQ, FLT, FLE, FROUND, FTOF, STOF, UTOF, FTOS, FTOU -> throw new IllegalArgumentException(operator + " is not an operator on wide integers");
        };
        return Bits.truncate(result, width);
    }

    private static boolean tooFar(BigInteger shift, int width) {
        return shift.compareTo(BigInteger.valueOf(width)) >= 0;
    }

    private static BigInteger wideSignedDivide(BigInteger a, BigInteger b) {
        if (b.signum() == 0) {
            return a.signum() < 0 ? BigInteger.ONE : BigInteger.ONE.negate();
        }
        return a.divide(b);
    }

    private static BigInteger flag(boolean value) {
        return value ? BigInteger.ONE : BigInteger.ZERO;
    }
}
