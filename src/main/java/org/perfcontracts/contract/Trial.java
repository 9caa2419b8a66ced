package org.perfcontracts.contract;

import java.util.List;
import java.util.Optional;

/**
 * What came of holding a contract against the CPU before it is given to anyone.
 *
 * @param extent      how much was done
 * @param witnesses   of paths, as many as were replayed
 * @param packets     random packets, as many as were measured
 * @param refutations the packets that say otherwise than the contract
 * @param givenUp     what nothing is known of, such as a packet without an end, a sentence each
 * @param later       how the contract fails for packets that find in memory what earlier ones have left there, though nothing was
 *                    registered as abstract state: a sentence, or none
 * @param polls       at level stack, what polls behind one another cost besides, where a device delivers to them and there was time for all
 */
public record Trial(Extent extent, int witnesses, int packets, List<Refutation> refutations, List<String> givenUp, List<String> later, Optional<Polls> polls) {
    /** How much was done. */
    public enum Extent {
        /** Nothing, as there was nothing complete to be tried. */
        NONE,
        /** Nothing, as it was wanted. */
        SKIPPED,
        /** Nothing, for lack of time or because the target has failed. */
        UNTRIED,
        /** As much as there was time for, so that the numbers say little. */
        PART,
        /** All of it. */
        WHOLE
    }

    /** No trial. */
    public static final Trial NONE = new Trial(Extent.NONE, 0, 0, List.of(), List.of(), List.of());
    /** No trial, as it was wanted. */
    public static final Trial SKIPPED = new Trial(Extent.SKIPPED, 0, 0, List.of(), List.of(), List.of());

    /** One without polls behind one another. */
    public Trial(Extent extent, int witnesses, int packets, List<Refutation> refutations, List<String> givenUp, List<String> later) {
        this(extent, witnesses, packets, refutations, givenUp, later, Optional.empty());
    }

    /** Copies the lists. */
    public Trial {
        refutations = List.copyOf(refutations);
        givenUp = List.copyOf(givenUp);
        later = List.copyOf(later);
    }

    /** No trial, as it has failed. */
    public static Trial untried(String why) {
        return new Trial(Extent.UNTRIED, 0, 0, List.of(), List.of(why), List.of());
    }

    /** Whether nothing was tried, though that was wanted and there is something to be tried. */
    public boolean isMissing() {
        return extent == Extent.UNTRIED;
    }

    /** Whether something was tried, and agreed. */
    public boolean isPassed() {
        return (extent == Extent.PART || extent == Extent.WHOLE) && refutations.isEmpty();
    }
}
