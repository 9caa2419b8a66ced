package org.perfcontracts.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** A command that analyses a target and takes nothing else: what stands behind the target is what a bare binary is run with. */
abstract class TargetCommand extends AnalysisCommand {
    @Parameters(index = "1..*", paramLabel = "ARGUMENT", arity = "0..*", description = "what a bare binary is run with; write them after --")
    private List<String> arguments = List.of();

    TargetCommand(Context context) {
        super(context);
    }

    @Override
    final List<String> programArguments() {
        return arguments;
    }
}
