package org.perfcontracts.cli;

import picocli.CommandLine.Option;

/** Whether bounds are wanted for where driver and device stand otherwise than at the entry. */
final class PositionOptions {
    @Option(names = "--positions", description = "at level stack: also derive what polls cost where driver and device stand otherwise than at the entry, "
            + "as where a ring is refilled; takes an analysis for each of up to 8 such positions")
    private boolean positions;

    /** Whether the option is given. */
    boolean areWanted() {
        return positions;
    }
}
