package org.perfcontracts.cli;

import java.util.function.Consumer;
import org.perfcontracts.explore.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares a contract with the CPU. */
@Command(
        name = "validate",
        header = "Compare the contract of a target with the real CPU.",
        description = {
            "",
            "Feeds the witness of each path, and further packets where a loop was cut, to the real program, steps "
                    + "through it on the CPU, and compares instructions and memory accesses with the contract.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 every path replayed and equal; 1 a difference, or the contract is not complete; 2 bad input.",
            "",
            "Examples:",
            "  bolt validate nf/firewall",
            "  bolt validate nf/router --level stack --format json"
        })
final class ValidateCommand extends AnalysisCommand {
    @Mixin
    private RandomTrafficOptions trafficOptions;

    ValidateCommand(Context context) {
        super(context);
    }

    @Override
    Result analyse(Analysis analysis, Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        return analysis.validate(request, trafficOptions.traffic(), progress, stop);
    }
}
