package org.perfcontracts.explore;

import java.time.Duration;

/**
 * How far an exploration is.
 *
 * @param paths paths done
 * @param pending states waiting
 * @param instructions instructions executed so far
 * @param queries questions put to the solver chain so far
 * @param solverTime time spent in the chain, summed over workers
 * @param elapsed time since the start
 */
public record Progress(int paths, int pending, long instructions, long queries, Duration solverTime, Duration elapsed) {
}
