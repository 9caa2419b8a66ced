package org.perfcontracts.contract;

import java.util.Locale;

/** How well it goes, of which the cycles of a packet depend. The order is that of documents. */
public enum CycleCase {
    /** All that will be touched is in the nearest cache, and branches are predicted. */
    WARM("≈ warm"),
    /** Nothing is in a cache; branches are predicted. */
    COLD("≈ cold"),
    /** Nothing is in a cache, what comes from memory comes late, and what can be predicted wrongly is. */
    BOUND("bound");

    private final String title;

    CycleCase(String title) {
        this.title = title;
    }

    /** The name in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in tables, which tells an estimate from a bound. */
    public String title() {
        return title;
    }
}
