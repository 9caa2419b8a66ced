package org.perfcontracts.cli;

import java.util.Optional;
import org.perfcontracts.contract.Resolution;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.Option;

/** How much classes may differ in cost that become one. */
final class ResolutionOptions {
    @Option(names = "--resolution", paramLabel = "RESOLUTION",
            description = "make one class of those whose costs differ by less: 5%%, '10 instructions', '5%% or 10 instructions'; 0 for none "
                    + "(default: 10%% or 10 instructions where the program has no class marks, else 0)")
    private String resolution;

    /** The resolution asked for; empty if none was. */
    Optional<Resolution> resolution() throws InputException {
        if (resolution == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Resolution.of(resolution));
        } catch (IllegalArgumentException e) {
            throw new InputException("--resolution: " + e.getMessage() + ", not " + YamlNode.quoted(resolution), e);
        }
    }
}
