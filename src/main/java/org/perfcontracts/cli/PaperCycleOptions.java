package org.perfcontracts.cli;

import java.util.Optional;
import org.perfcontracts.target.InputException;
import org.perfcontracts.timing.MachineProfile;
import picocli.CommandLine.Option;

/** Whether the classes of a paper are also compared in cycles, and for which machine these are estimated. */
final class PaperCycleOptions {
    private static final String DEFAULT = "zen5";

    @Option(names = "--cycles",
            description = "also compare cycles: estimated by a model of a machine, and measured on this one, natively, hot and cold")
    private boolean cycles;

    @Option(names = "--machine", paramLabel = "PROFILE",
            description = "with --cycles: estimate for this machine, " + MachineOptions.WORDS + " (default: " + DEFAULT + ")")
    private String machine;

    /** The machine that cycles are estimated for; empty where they are left out. */
    Optional<MachineProfile> machine() throws InputException {
        if (!cycles && machine != null) {
            throw new InputException("--machine is for --cycles, which is not given");
        }
        return cycles ? Optional.of(MachineOptions.profile(machine == null ? DEFAULT : machine)) : Optional.empty();
    }
}
