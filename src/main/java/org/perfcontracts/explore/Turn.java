package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.x86.Instruction;

/** Whose turn it is: the state that a worker runs, the run that it belongs to, and the instruction that it executes. */
final class Turn {
    State state;
    Run run;
    Instruction instruction;
    /** The accesses that the instruction has made so far. */
    final List<Trace.Access> accesses = new ArrayList<>();
}
