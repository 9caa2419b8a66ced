package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How near the costs of classes must be for the classes to become one. Costs are near if in each metric that adds up, at all values of PCVs within
 * their ranges, the bound of all of them is at most so many percent above each, or fewer units above it than the given number.
 *
 * @param percent of the lesser cost, 0 to 1000; 0 where only the difference counts
 * @param units instructions, and likewise of any other metric, at least 0; 0 where only the percentage counts
 */
public record Resolution(int percent, long units) {
    /** Whatever differs is kept apart. */
    public static final Resolution FINEST = new Resolution(0, 0);
    /** Of a program that does not say by marks which classes it has. */
    public static final Resolution STANDARD = new Resolution(10, 10);
    /** What can be written, for messages. */
    public static final String FORMS = "a percentage such as 5%, a number such as '10 instructions', both as '5% or 10 instructions', or 0";

    private static final int MOST_PERCENT = 1000;
    private static final long MOST_UNITS = 1_000_000_000L;
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,9}) ?%");
    private static final Pattern UNITS = Pattern.compile("(\\d{1,9}) instructions?");

    /** Checks the ranges. */
    public Resolution {
        if (percent < 0 || percent > MOST_PERCENT || units < 0 || units > MOST_UNITS) {
            throw new IllegalArgumentException("a resolution is at most " + MOST_PERCENT + "% or " + MOST_UNITS + " instructions");
        }
    }

    /**
     * The resolution that somebody has written.
     *
     * @throws IllegalArgumentException if it is none of the {@link #FORMS}, or out of range
     */
    public static Resolution of(String text) {
        int percent = 0;
        long units = 0;
        for (String part : text.strip().equals("0") ? List.<String>of() : List.of(text.strip().split(" or ", -1))) {
            Matcher inPercent = PERCENT.matcher(part.strip());
            Matcher inUnits = UNITS.matcher(part.strip());
            if (inPercent.matches() && percent == 0) {
                percent = Integer.parseInt(inPercent.group(1));
            } else if (inUnits.matches() && units == 0) {
                units = Long.parseLong(inUnits.group(1));
            } else {
                throw new IllegalArgumentException("must be " + FORMS);
            }
        }
        return new Resolution(percent, units);
    }

    /** Whether nothing is near to anything else. */
    public boolean isFinest() {
        return percent == 0 && units == 0;
    }

    /** In words, such as {@code at most 10% or fewer than 10 instructions}. */
    public String words() {
        List<String> words = new ArrayList<>();
        if (percent > 0) {
            words.add("at most " + percent + "%");
        }
        if (units > 0) {
            words.add("fewer than " + units + (units == 1 ? " instruction" : " instructions"));
        }
        return words.isEmpty() ? "nothing" : String.join(" or ", words);
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (percent > 0) {
            words.add(percent + "%");
        }
        if (units > 0) {
            words.add(units + " instructions");
        }
        return words.isEmpty() ? "0" : String.join(" or ", words);
    }
}
