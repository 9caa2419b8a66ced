package org.perfcontracts.smt;

/** What questions to a solver are for, as far as it is said. */
public enum Purpose {
    /** Which ways a path can go on. */
    DECISIONS,
    /** Where addresses lead and what values are possible. */
    VALUES,
    /** What stays true in loops, and how long they are. */
    LOOPS,
    /** Inputs that take a path. */
    WITNESSES,
    /** The words for conditions, and the checks of classes. */
    WORDS
}
