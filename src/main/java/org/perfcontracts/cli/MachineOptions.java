package org.perfcontracts.cli;

import org.perfcontracts.cpu.Cpuid;
import org.perfcontracts.decision.input.MachineFile;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.timing.MachineProfile;
import picocli.CommandLine.Option;

/** For which machine cycles are estimated. */
final class MachineOptions {
    /** What may be given as a profile. */
    static final String WORDS = "a file that 'bolt calibrate' has written, the name of one that comes with Bolt, such as zen5, or the word nearest: the one of these that is nearest to "
            + "this machine";

    private static final String NEAREST = "nearest";

    @Option(names = "--machine", paramLabel = "PROFILE",
            description = "also estimate cycles on a machine: " + WORDS)
    private String machine;

    /** Whether there is one. */
    boolean isGiven() {
        return machine != null;
    }

    /** The request with the machine, if there is one. */
    Request on(Request request) throws InputException {
        return machine == null ? request : request.on(profile(machine));
    }

    /** The profile that an option names. */
    static MachineProfile profile(String given) throws InputException {
        return given.equals(NEAREST) ? MachineFile.nearest(Cpuid.model(), Cpuid.processor()) : MachineFile.of(given);
    }
}
