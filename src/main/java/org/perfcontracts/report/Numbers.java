package org.perfcontracts.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.perfcontracts.decision.Interval;

/** Numbers as people read them. */
final class Numbers {
    private static final int DIGITS = 4;
    private static final long MANY = 1_000_000;

    private Numbers() {
    }

    /** With four digits at least where there are so many, never in powers of ten: {@code 12.34}, {@code 123456}. */
    static String plain(double number) {
        BigDecimal exact = new BigDecimal(number);
        BigDecimal rounded = exact.abs().compareTo(new BigDecimal("1e4")) >= 0
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** With nine digits: what is left out is the rounding of sums, which depends on their order. */
    static double steady(double number) {
        return new BigDecimal(number).round(new MathContext(9, RoundingMode.HALF_EVEN)).doubleValue();
    }

    /** One number or two. */
    static String range(double least, double most) {
        return plain(least).equals(plain(most)) ? plain(least) : plain(least) + "…" + plain(most);
    }

    /** An upper bound of few digits where there are many, rounded up: {@code 123456}, {@code 20.41e6}. */
    static String atMost(long number) {
        if (number < MANY) {
            return Long.toString(number);
        }
        int exponent = 3 * ((Long.toString(number).length() - 1) / 3);
        BigDecimal digits = new BigDecimal(number).movePointLeft(exponent).round(new MathContext(DIGITS, RoundingMode.CEILING));
        return digits.toPlainString() + "e" + exponent;
    }

    /** With one digit behind the point. */
    static String percent(double percent) {
        return new BigDecimal(percent).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + " %";
    }

    /** With its sign. */
    static String signed(long number) {
        return number > 0 ? "+" + number : Long.toString(number);
    }

    static String signed(Interval interval) {
        return interval.isPoint() ? signed(interval.low()) : signed(interval.low()) + "…" + signed(interval.high());
    }
}
