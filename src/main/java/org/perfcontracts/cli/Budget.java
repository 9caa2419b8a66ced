package org.perfcontracts.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an exploration may spend; where it ends for a budget, its contract says so and is not complete.
 *
 * @param paths how many paths, at least 1
 * @param time how long
 * @param memory how much of the heap, in bytes
 */
public record Budget(OptionalLong paths, Optional<Duration> time, OptionalLong memory) {
    /** No bounds at all. */
    public static final Budget UNLIMITED = new Budget(OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
}
