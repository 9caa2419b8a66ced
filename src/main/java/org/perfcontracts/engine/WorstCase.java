package org.perfcontracts.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.perfcontracts.formula.Metric;

/**
 * What worst case is looked for, and how.
 *
 * @param inputClass the class; empty for the one with the greatest bound
 * @param metric     of the cost
 * @param search     how long traffic may be looked for
 * @param seed       of random choices
 * @param capture    where the traffic is to be written; empty for nowhere
 * @param told       the greatest cost measured so far
 */
public record WorstCase(Optional<String> inputClass, Metric metric, Duration search, long seed, Optional<Path> capture, LongConsumer told) {
}
