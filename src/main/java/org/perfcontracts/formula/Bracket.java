package org.perfcontracts.formula;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Iverson's bracket, such as {@code [flows.e > 0]}: 1 where a PCV is above a number, else 0.
 *
 * @param pcv   the name of the PCV
 * @param above at least 0
 */
public record Bracket(String pcv, long above) implements Derived {
    private static final Pattern TEXT = Pattern.compile("\\[(.*) > (\\d+)]");

    /** Checks the number. */
    public Bracket {
        if (above < 0) {
            throw new IllegalArgumentException("PCV " + pcv + " counts passages, so it is always above " + above);
        }
    }

    /**
     * The bracket that a variable of a monomial is.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Bracket of(String variable) {
        Matcher text = TEXT.matcher(variable);
        if (!text.matches()) {
            throw new IllegalArgumentException("\"" + variable + "\" is neither the name of a PCV nor one such as [x > 0]");
        }
        return new Bracket(text.group(1), Long.parseLong(text.group(2)));
    }

    @Override
    public long at(long value) {
        return value > above ? 1 : 0;
    }

    @Override
    public double rate() {
        return 0;
    }

    @Override
    public Bracket of(UnaryOperator<String> names) {
        return new Bracket(names.apply(pcv), above);
    }

    @Override
    public String toString() {
        return "[" + pcv + " > " + above + "]";
    }
}
