package org.perfcontracts.cli;

import java.time.Duration;
import org.perfcontracts.explore.Budget;

/**
 * What a command asks of the engine.
 *
 * @param target built: its binary exists
 * @param level one of the target's
 * @param startLimit how long the target may take from its start to its entry
 * @param budget what the exploration may spend
 */
public record Request(Target target, Level level, Duration startLimit, Budget budget) {}
