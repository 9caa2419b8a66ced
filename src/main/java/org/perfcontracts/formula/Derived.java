package org.perfcontracts.formula;

import java.util.function.UnaryOperator;

/** What stands in a monomial where the name of a PCV does: a number that depends on one PCV and never falls as that grows. */
public sealed interface Derived permits Bracket, Quotient {
    /** The name of the PCV. */
    String pcv();

    /** Its value where the PCV has one. */
    long at(long value);

    /** By how much it grows in the end with each one more of the PCV. */
    double rate();

    /** The same of another PCV. */
    Derived of(UnaryOperator<String> names);

    /** Whether a variable of a monomial is derived from a PCV rather than its name. */
    static boolean is(String variable) {
        return variable.startsWith("[") || variable.startsWith("⌈");
    }

    /**
     * What a variable of a monomial is.
     *
     * @throws IllegalArgumentException if it is nothing derived
     */
    static Derived of(String variable) {
        return variable.startsWith("[") ? Bracket.of(variable) : Quotient.of(variable);
    }

    /** The name of the PCV that a variable of a monomial is, or that it depends on. */
    static String pcvOf(String variable) {
        return is(variable) ? of(variable).pcv() : variable;
    }

    /** What a variable of a monomial is where its PCV has a value. */
    static long valueOf(String variable, long pcv) {
        return is(variable) ? of(variable).at(pcv) : pcv;
    }

    /** The variable with another name for its PCV. */
    static String renamed(String variable, UnaryOperator<String> names) {
        return is(variable) ? of(variable).of(names).toString() : names.apply(variable);
    }
}
