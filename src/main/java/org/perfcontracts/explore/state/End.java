package org.perfcontracts.explore.state;

import org.perfcontracts.expr.Term;

/** How a path ends. */
public sealed interface End {
    /** The entry returned to its caller, with this value in RAX. */
    record Returned(Term value) implements End {
    }

    /** The entry was entered again: one poll iteration is over. */
    record Reentered() implements End {
    }

    /**
     * The processor raises an exception, and the path is over: what a packet does that crashes its program.
     *
     * @param what such as "division by zero"
     * @param address of the instruction that raises it, in the process; it is not counted as executed
     */
    record Faults(String what, long address) implements End {
    }

    /**
     * Execution may go round a loop for ever, or at least no bound of it is known.
     *
     * @param reason one line that says what is known
     * @param address of the loop, in the process
     */
    record Endless(String reason, long address) implements End {
    }

    /**
     * The path could not be followed further (soundness rule 1).
     *
     * @param kind what class of reason it is
     * @param reason one line that names what stood in the way
     * @param address where, in the process
     */
    record Stopped(Kind kind, String reason, long address) implements End {
    }

    /** Classes of reasons to stop. */
    enum Kind {
        UNSUPPORTED, SYSTEM_CALL, UNRESOLVED, BUDGET
    }

    /** Whether the path was followed to its end, be it a fault. */
    default boolean isComplete() {
        return !(this instanceof Stopped || this instanceof Endless);
    }
}
