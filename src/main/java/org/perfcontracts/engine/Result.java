package org.perfcontracts.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the engine answers.
 *
 * @param status {@link ExitStatus#DONE} where the contract is complete and every check passed
 * @param rendering the answer in a format
 * @param effort what it took; empty where nothing was explored
 * @param origin where it comes from
 * @param warnings what went wrong without harm to the answer, a line each
 */
public record Result(ExitStatus status, Function<Format, String> rendering, Optional<Effort> effort, Origin origin, List<String> warnings) {
    /** Where an answer comes from. */
    public enum Origin {
        /** From this run. */
        DERIVED,
        /** From an earlier run, since which nothing has changed that it depends on. */
        REUSED
    }

    /** An answer of this run. */
    public Result(ExitStatus status, Function<Format, String> rendering, Optional<Effort> effort) {
        this(status, rendering, effort, Origin.DERIVED, List.of());
    }

    /**
     * What an exploration took.
     *
     * @param paths explored
     * @param instructions executed symbolically, over all paths
     * @param queries that reached the solver
     * @param solverSeconds that solvers took, over all threads, by what they were asked for
     */
    public record Effort(long paths, long instructions, long queries, Map<String, Double> solverSeconds) {
        /** One of which nobody measured what the solver was asked for. */
        public Effort(long paths, long instructions, long queries) {
            this(paths, instructions, queries, Map.of());
        }
    }
}
