package org.perfcontracts.smt;

import org.perfcontracts.expr.Assignment;

/** What a solver says of a conjunction. */
public sealed interface Answer {
    /** It can hold: under the model every condition evaluates to true (symbols without a value are zero). */
    record Satisfiable(Assignment model) implements Answer {
    }

    /** It cannot hold. */
    record Unsatisfiable() implements Answer {
    }

    /** Nothing is known, for the reason given; whoever asked must treat it as satisfiable. */
    record Unknown(String reason) implements Answer {
    }

    /** Whether it must be taken as possible: everything but {@link Unsatisfiable}. */
    default boolean isPossible() {
        return !(this instanceof Unsatisfiable);
    }
}
