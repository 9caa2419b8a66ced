package org.perfcontracts.cli;

import picocli.CommandLine.Option;

/** Whether a contract is to be derived where driver and device stand otherwise than at the entry, too. */
final class PositionOptions {
    @Option(names = "--positions", description = "at level stack: also hold the contract against what any packet can do where driver and device stand otherwise "
            + "than at the entry, as where a ring is refilled; takes an analysis for each of up to 8 such positions")
    private boolean positions;

    /** Whether the option is given. */
    boolean areWanted() {
        return positions;
    }
}
