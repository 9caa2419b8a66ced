package org.perfcontracts.decision;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A change in numbers, never in per cent alone. */
public final class Percent {
    private Percent() {
    }

    /** Such as {@code +12 (+3.5 %)}; without per cent where there was nothing before. */
    public static String change(long before, long after) {
        long difference = Math.subtractExact(after, before);
        String signed = difference > 0 ? "+" + difference : Long.toString(difference);
        return before <= 0 || difference == 0 ? signed : signed + " (" + of(before, after) + ")";
    }

    /** Such as {@code 339 → 351, +12 (+3.5 %)}. */
    public static String growth(long before, long after) {
        return before + " → " + after + ", " + change(before, after);
    }

    /** The change in per cent with one digit behind the point, or with as many as it takes to be other than 0. */
    private static String of(long before, long after) {
        BigDecimal percent = new BigDecimal(after).subtract(new BigDecimal(before)).multiply(BigDecimal.valueOf(100));
        int digits = 1;
        BigDecimal rounded = percent.divide(new BigDecimal(before), digits, RoundingMode.HALF_EVEN);
        while (rounded.signum() == 0 && percent.signum() != 0) {
            rounded = percent.divide(new BigDecimal(before), ++digits, RoundingMode.HALF_EVEN);
        }
        return (rounded.signum() > 0 ? "+" : "") + rounded.toPlainString() + " %";
    }
}
