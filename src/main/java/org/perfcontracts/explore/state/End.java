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
        UNSUPPORTED, SYSTEM_CALL, FAULT, UNRESOLVED, BUDGET, ENDLESS
    }

    /** Whether the path was followed to its proper end. */
    default boolean isComplete() {
        return !(this instanceof Stopped);
    }
}
