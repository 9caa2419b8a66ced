package org.perfcontracts.expr;

/** What the floating-point operators compute, on values: bit patterns of 32 or 64 bits, zero-extended. */
final class Floats {
    private static final int SINGLE = 32;
    private static final long DOUBLE_QUIET = 1L << 51;
    private static final int SINGLE_QUIET = 1 << 22;
    private static final long DOUBLE_DEFAULT = 0xfff8_0000_0000_0000L;
    private static final int SINGLE_DEFAULT = 0xffc0_0000;

    private Floats() {
    }

    /**
     * The value of an operation of at most three arguments, those that it does not have being zero.
     *
     * @param argumentWidth of the first argument
     * @param low see {@link Operation#low()}
     */
    static long apply(Operator operator, long a, long b, long c, int argumentWidth, int width, int low) {
        return switch (operator) {
            case FADD, FSUB, FMUL, FDIV, FSQRT, FMA -> width == SINGLE
                    ? Integer.toUnsignedLong(single(operator, (int) a, (int) b, (int) c)) : wide(operator, a, b, c);
            case FEQ -> number(a, argumentWidth) == number(b, argumentWidth) ? 1 : 0;
            case FLT -> number(a, argumentWidth) < number(b, argumentWidth) ? 1 : 0;
            case FLE -> number(a, argumentWidth) <= number(b, argumentWidth) ? 1 : 0;
            case FROUND -> width == SINGLE ? roundSingle((int) a, Rounding.values()[low]) : round(a, Rounding.values()[low]);
            case FTOF -> width == SINGLE ? narrow(a) : widen((int) a);
            case STOF -> ofSigned(Bits.signed(a, argumentWidth), width);
            case UTOF -> ofUnsigned(a, width);
            case FTOS -> toSigned(number(a, argumentWidth), width);
            case FTOU -> toUnsigned(number(a, argumentWidth), width);
            default -> throw new IllegalArgumentException(operator + " is no floating-point operator");
        };
    }

    /** The number, of which every single one is a double one as well. */
    private static double number(long bits, int width) {
        return width == SINGLE ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    // ---- arithmetic

    private static long wide(Operator operator, long a, long b, long c) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double z = Double.longBitsToDouble(c);
        if (Double.isNaN(x)) {
            return a | DOUBLE_QUIET;
        }
        if (Double.isNaN(y)) {
            return b | DOUBLE_QUIET;
        }
        if (Double.isNaN(z)) {
            return c | DOUBLE_QUIET;
        }
        double result = switch (operator) {
            case FADD -> x + y;
            case FSUB -> x - y;
            case FMUL -> x * y;
            case FDIV -> x / y;
            case FSQRT -> Math.sqrt(x);
            default -> Math.fma(x, y, z);
        };
        return Double.isNaN(result) ? DOUBLE_DEFAULT : Double.doubleToRawLongBits(result);
    }

    private static int single(Operator operator, int a, int b, int c) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        float z = Float.intBitsToFloat(c);
        if (Float.isNaN(x)) {
            return a | SINGLE_QUIET;
        }
        if (Float.isNaN(y)) {
            return b | SINGLE_QUIET;
        }
        if (Float.isNaN(z)) {
            return c | SINGLE_QUIET;
        }
        float result = switch (operator) {
            case FADD -> x + y;
            case FSUB -> x - y;
            case FMUL -> x * y;
            case FDIV -> x / y;
            // The root of a single number as a double one is far enough from where rounding it a second time would matter.
            case FSQRT -> (float) Math.sqrt(x);
            default -> Math.fma(x, y, z);
        };
        return Float.isNaN(result) ? SINGLE_DEFAULT : Float.floatToRawIntBits(result);
    }

    // ---- conversions

    private static long round(long a, Rounding rounding) {
        double x = Double.longBitsToDouble(a);
        if (Double.isNaN(x)) {
            return a | DOUBLE_QUIET;
        }
        double result = integral(x, rounding);
        return Double.doubleToRawLongBits(Math.copySign(result, x));
    }

    private static long roundSingle(int a, Rounding rounding) {
        float x = Float.intBitsToFloat(a);
        if (Float.isNaN(x)) {
            return Integer.toUnsignedLong(a | SINGLE_QUIET);
        }
        float result = (float) integral(x, rounding);
        return Integer.toUnsignedLong(Float.floatToRawIntBits(Math.copySign(result, x)));
    }

    private static double integral(double x, Rounding rounding) {
        return switch (rounding) {
            case NEAREST -> Math.rint(x);
            case DOWN -> Math.floor(x);
            case UP -> Math.ceil(x);
            case TRUNCATE -> x < 0 ? Math.ceil(x) : Math.floor(x);
        };
    }

    private static long narrow(long a) {
        double x = Double.longBitsToDouble(a);
        if (Double.isNaN(x)) {
            return a >>> 32 & 0x8000_0000L | 0x7fc0_0000L | a >>> 29 & 0x3f_ffffL;
        }
        return Integer.toUnsignedLong(Float.floatToRawIntBits((float) x));
    }

    private static long widen(int a) {
        float x = Float.intBitsToFloat(a);
        if (Float.isNaN(x)) {
            return (long) a << 32 & Long.MIN_VALUE | 0x7ff8_0000_0000_0000L | (a & 0x3f_ffffL) << 29;
        }
        return Double.doubleToRawLongBits(x);
    }

    private static long ofSigned(long a, int width) {
        return width == SINGLE ? Integer.toUnsignedLong(Float.floatToRawIntBits(a)) : Double.doubleToRawLongBits(a);
    }

    private static long ofUnsigned(long a, int width) {
        if (a >= 0) {
            return ofSigned(a, width);
        }
        // Half of it, with the bit that is lost kept as one that only rounding sees, doubled.
        long half = a >>> 1 | a & 1;
        return width == SINGLE
                ? Integer.toUnsignedLong(Float.floatToRawIntBits((float) half * 2)) : Double.doubleToRawLongBits((double) half * 2);
    }

    private static long toSigned(double x, int width) {
        double limit = Math.scalb(1.0, width - 1);
        double whole = integral(x, Rounding.TRUNCATE);
        return whole >= -limit && whole < limit ? (long) whole & Bits.mask(width) : 1L << width - 1;
    }

    private static long toUnsigned(double x, int width) {
        double whole = integral(x, Rounding.TRUNCATE);
        if (!(whole >= 0 && whole < Math.scalb(1.0, width))) {
            return Bits.mask(width);
        }
        return whole < Math.scalb(1.0, 63) ? (long) whole : (long) (whole - Math.scalb(1.0, 63)) ^ Long.MIN_VALUE;
    }
}
