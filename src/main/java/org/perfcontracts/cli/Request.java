package org.perfcontracts.cli;

import org.perfcontracts.explore.Budget;

/**
 * What a command asks of the engine.
 *
 * @param target built: its binary exists
 * @param level one of the target's
 * @param budget what the exploration may spend
 */
public record Request(Target target, Level level, Budget budget) {}
