package org.perfcontracts.formula;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A performance-critical variable: how often execution passes a marked program point while one packet is processed.
 *
 * @param name    what formulas call it, such as {@code options.nop}
 * @param meaning one line for people; may be empty
 * @param low     the least value, at least 0
 * @param high    the greatest value, at least the least; empty where none is known
 * @param environment of one that no packet decides on, but where driver and device stand: how often it is passed
 */
public record Pcv(String name, String meaning, long low, OptionalLong high, Optional<Occurrence> environment) {
    /** What the names begin with of PCVs that count packets which are processed together, each packet in one of them or, if there is such, in {@link #PACKETS}. */
    public static final String OF_PACKETS = "burst.";
    /** The name of the PCV that counts all of them. */
    public static final String PACKETS = OF_PACKETS + "n";

    /**
     * How often something was passed in polls behind one another.
     *
     * @param polls    those that have passed it more often than it is passed at least
     * @param of       so many, at least one
     * @param passages how often they all have passed it
     */
    public record Occurrence(long polls, long of, long passages) {
        /** How often a poll passes it on average. */
        public double mean() {
            return (double) passages / of;
        }
    }

    /** One that packets decide on. */
    public Pcv(String name, String meaning, long low, OptionalLong high) {
        this(name, meaning, low, high, Optional.empty());
    }

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

    /** The same in another range. */
    public Pcv within(long least, OptionalLong most) {
        return new Pcv(name, meaning, least, most, environment);
    }

    /** The same with another name and other words. */
    public Pcv called(String other, String words) {
        return new Pcv(other, words, low, high, environment);
    }

    /** A variable of which only the name is known: its values are 0 and up. */
    public static Pcv unbounded(String name) {
        return new Pcv(name, "", 0, OptionalLong.empty());
    }
}
