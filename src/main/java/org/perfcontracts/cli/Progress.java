package org.perfcontracts.cli;

/** Is told how far a piece of work is. Called from any thread, as often as the work likes. */
@FunctionalInterface
public interface Progress {
    /** Nobody looks. */
    Progress SILENT = state -> {};

    /** Takes note of the present state. */
    void report(State state);

    /**
     * How far an exploration is.
     *
     * @param pathsDone paths explored to their end
     * @param pathsPending paths known and not yet at their end
     * @param instructionsPerSecond instructions executed symbolically
     * @param queriesPerSecond questions that reached the solver
     * @param solverShare of the time, 0 to 1
     */
    record State(
            long pathsDone,
            long pathsPending,
            double instructionsPerSecond,
            double queriesPerSecond,
            double solverShare) {}
}
