package org.perfcontracts.contract;

/**
 * Whether a property of a contract holds.
 *
 * @param verdict     the solver's
 * @param explanation a counterexample, a limit of the check, or why nothing is known; may be empty
 */
public record Check(Verdict verdict, String explanation) {
    /** What was found. */
    public enum Verdict {
        /** Proven. */
        YES,
        /** Refuted. */
        NO,
        /** Neither; must be treated as refuted where safety depends on it. */
        UNKNOWN
    }
}
