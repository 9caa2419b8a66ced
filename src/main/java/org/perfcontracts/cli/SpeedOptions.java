package org.perfcontracts.cli;

import java.util.Optional;
import org.perfcontracts.decision.Speed;
import org.perfcontracts.decision.input.GivenValues;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Option;

/** How fast a core is taken to be. */
final class SpeedOptions {
    @Option(names = "--clock", paramLabel = "FREQUENCY", description = "of a core, such as 3.3GHz: with --ipc, adds estimates of time")
    private String clock;

    @Option(names = "--ipc", paramLabel = "NUMBER", description = "instructions a cycle, such as 2.1, as measured on the machine at hand")
    private Double instructionsPerCycle;

    /** What the options say. */
    Optional<Speed> speed() throws InputException {
        if (clock == null && instructionsPerCycle == null) {
            return Optional.empty();
        }
        if (clock == null || instructionsPerCycle == null) {
            throw new InputException("--clock and --ipc belong together: without " + (clock == null ? "--clock" : "--ipc") + " there is no estimate");
        }
        if (!(instructionsPerCycle > 0 && instructionsPerCycle <= 1000)) {
            throw new InputException("--ipc: must be a number above 0, at most 1000, not " + instructionsPerCycle);
        }
        return Optional.of(new Speed(GivenValues.clock("--clock", clock), instructionsPerCycle));
    }
}
