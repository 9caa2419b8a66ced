package org.perfcontracts.cli;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the engine answers.
 *
 * @param status {@link ExitStatus#DONE} where the contract is complete and every check passed
 * @param rendering the answer in a format
 * @param effort what it took; empty where nothing was explored
 */
public record Result(ExitStatus status, Function<Format, String> rendering, Optional<Effort> effort) {
    /**
     * What an exploration took.
     *
     * @param paths explored
     * @param instructions executed symbolically, over all paths
     * @param queries that reached the solver
     */
    public record Effort(long paths, long instructions, long queries) {}
}
