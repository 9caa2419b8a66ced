package org.perfcontracts.formula;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PCV times a number, less a number, divided and rounded up, such as {@code ⌈(bytes.n - 1)/8⌉}; 0 where that is negative.
 *
 * @param pcv   the name of the PCV
 * @param times at least 1
 * @param minus at least 0
 * @param by    at least 1; all three have no common divisor
 */
public record Quotient(String pcv, long times, long minus, long by) implements Derived {
    private static final Pattern TEXT = Pattern.compile("⌈\\(?(?:(\\d+)·)?(.*?)(?: - (\\d+)\\))?/(\\d+)⌉");

    /** Checks and reduces the numbers. */
    public Quotient {
        if (times < 1 || minus < 0 || by < 1) {
            throw new IllegalArgumentException("no quotient of a PCV: " + times + "·" + pcv + " - " + minus + " by " + by);
        }
        long divisor = common(common(times, minus), by);
        times /= divisor;
        minus /= divisor;
        by /= divisor;
    }

    private static long common(long a, long b) {
        return b == 0 ? a : common(b, a % b);
    }

    /**
     * The quotient that a variable of a monomial is.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Quotient of(String variable) {
        Matcher text = TEXT.matcher(variable);
        if (!text.matches()) {
            throw new IllegalArgumentException("\"" + variable + "\" is neither the name of a PCV nor one such as ⌈x/8⌉");
        }
        return new Quotient(text.group(2), text.group(1) == null ? 1 : Long.parseLong(text.group(1)),
                text.group(3) == null ? 0 : Long.parseLong(text.group(3)), Long.parseLong(text.group(4)));
    }

    @Override
    public long at(long value) {
        return Math.max(0, Math.ceilDiv(Math.subtractExact(Math.multiplyExact(times, value), minus), by));
    }

    @Override
    public double rate() {
        return (double) times / by;
    }

    @Override
    public Quotient of(UnaryOperator<String> names) {
        return new Quotient(names.apply(pcv), times, minus, by);
    }

    @Override
    public String toString() {
        String product = (times == 1 ? "" : times + "·") + pcv;
        return "⌈" + (minus == 0 ? product : "(" + product + " - " + minus + ")") + "/" + by + "⌉";
    }
}
