package org.perfcontracts.decision;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.perfcontracts.formula.Metric;

/**
 * What a change may cost.
 *
 * @param kept    about the classes themselves
 * @param limits  about their costs
 * @param waivers for what may be otherwise
 */
public record Limits(Kept kept, List<Limit> limits, List<Waiver> waivers) {
    /** Whether there may be other classes than before. */
    public enum Kept {
        /** Classes may come and go. */
        ANY,
        /** There must be the same classes as before, with the same conditions: otherwise packets may have moved to dearer classes. */
        SAME
    }

    /** No limit at all. */
    public static final Limits NONE = new Limits(Kept.ANY, List.of(), List.of());

    /**
     * A limit; of the two, at least one is there.
     *
     * @param inputClass which class it is for; empty for all
     * @param metrics    which it is for
     * @param soft       by how many per cent the cost may grow; 0 or more
     * @param hard       what the new cost may be at most
     * @param at         where it holds, by PCV, all others at their low ends; empty: at all values that PCVs can have
     */
    public record Limit(Optional<String> inputClass, Set<Metric> metrics, Optional<BigDecimal> soft, OptionalLong hard, Optional<Map<String, Interval>> at) {
    }

    /**
     * A limit that may be broken.
     *
     * @param inputClass the name of the class in either contract
     * @param metrics    which it is for
     * @param reason     one line
     */
    public record Waiver(String inputClass, Set<Metric> metrics, String reason) {
    }

    /** Copies. */
    public Limits {
        limits = List.copyOf(limits);
        waivers = List.copyOf(waivers);
    }
}
