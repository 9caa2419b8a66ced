package org.perfcontracts.formula;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A performance-critical variable: how often execution passes a marked program point while one packet is processed.
 *
 * @param name    what formulas call it, such as {@code options.nop}
 * @param meaning one line for people; may be empty
 * @param low     the least value, at least 0
 * @param high    the greatest value, at least the least; empty where none is known
 */
public record Pcv(String name, String meaning, long low, OptionalLong high) {
    /** Checks the range. */
    public Pcv {
        Objects.requireNonNull(meaning, "meaning");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a PCV needs a name");
        }
        if (low < 0) {
            throw new IllegalArgumentException("PCV " + name + " counts passages, so it cannot start at " + low);
        }
        if (high.isPresent() && high.getAsLong() < low) {
            throw new IllegalArgumentException("the range of PCV " + name + " is empty: " + low + " to " + high.getAsLong());
        }
    }

    /** A variable of which only the name is known: its values are 0 and up. */
    public static Pcv unbounded(String name) {
        return new Pcv(name, "", 0, OptionalLong.empty());
    }
}
