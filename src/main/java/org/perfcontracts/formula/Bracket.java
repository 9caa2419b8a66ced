package org.perfcontracts.formula;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Iverson's bracket, such as {@code [flows.e > 0]}: 1 where a PCV is above a number, else 0. In a monomial it stands where the name of a
 * PCV does; it never falls as the PCV grows.
 *
 * @param pcv   the name of the PCV
 * @param above at least 0
 */
public record Bracket(String pcv, long above) {
    private static final Pattern TEXT = Pattern.compile("\\[(.*) > (\\d+)]");

    /** Checks the number. */
    public Bracket {
        if (above < 0) {
            throw new IllegalArgumentException("PCV " + pcv + " counts passages, so it is always above " + above);
        }
    }

    /** Whether a variable of a monomial is a bracket. */
    public static boolean is(String variable) {
        return variable.startsWith("[");
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

    /** The name of the PCV that a variable of a monomial is, or that it depends on. */
    public static String pcvOf(String variable) {
        return is(variable) ? of(variable).pcv : variable;
    }

    /** What a variable of a monomial is where its PCV has a value. */
    public static long valueOf(String variable, long pcv) {
        return is(variable) ? of(variable).at(pcv) : pcv;
    }

    /** The variable with another name for its PCV. */
    static String renamed(String variable, UnaryOperator<String> names) {
        return is(variable) ? new Bracket(names.apply(of(variable).pcv), of(variable).above).toString() : names.apply(variable);
    }

    /** 1 or 0, where the PCV has a value. */
    public long at(long value) {
        return value > above ? 1 : 0;
    }

    @Override
    public String toString() {
        return "[" + pcv + " > " + above + "]";
    }
}
