package org.perfcontracts.explore.loop;

import org.perfcontracts.explore.state.Run;

/** Whoever can run states: the cut of a loop has it explore iterations. */
public interface Runner {
    /** Runs every state of a run that belongs to the caller alone. */
    void runAll(Run whole);

    /** Why the whole exploration must stop, or null while it need not. */
    String stopReason();
}
