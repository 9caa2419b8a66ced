package org.perfcontracts.cli;

import java.util.Optional;
import org.perfcontracts.decision.input.MachineFile;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.timing.MachineProfile;
import picocli.CommandLine.Option;

/** For which machine cycles are estimated. */
final class MachineOptions {
    @Option(names = "--machine", paramLabel = "PROFILE",
            description = "also estimate cycles on a machine: a file that 'bolt calibrate' has written, or the name of one that comes with Bolt, such as zen5")
    private String machine;

    /** Whether there is one. */
    boolean isGiven() {
        return machine != null;
    }

    /** The request with the machine, if there is one. */
    Request on(Request request) throws InputException {
        Optional<MachineProfile> profile = machine == null ? Optional.empty() : Optional.of(MachineFile.of(machine));
        return profile.map(request::on).orElse(request);
    }
}
