package org.perfcontracts.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.PcvValues;
import org.perfcontracts.decision.Prediction;
import org.perfcontracts.decision.input.GivenValues;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.report.ExplanationReport;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells in words what a contract says about one class. */
@Command(
        name = "explain",
        header = "Explain a class of a contract in words.",
        description = {
            "",
            "Reads a contract from its JSON file; nothing is run. Tells which packets are in the class, what its formula says, and what each part comes to "
                    + "where the PCVs are at the values given.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 1 the contract is not complete, so there may be packets that cost more; 2 bad input.",
            "",
            "Examples:",
            "  bolt explain nat.json --class 'known flow'",
            "  bolt explain nat.json --class 'known flow' --pcv flows.e=2,flows.t=1"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONTRACT", description = "the JSON file of a contract, from 'bolt contract TARGET --format json'")
    private Path file;

    @Option(names = "--class", paramLabel = "NAME", required = true, description = "which class")
    private String inputClass;

    @Option(names = "--pcv", paramLabel = "NAME=VALUES",
            description = "values of PCVs, with commas between: a number, or a range such as 1..8 (default: the low end of each)")
    private List<String> pcvs = List.of();

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    ExplainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = outputOptions.output(context.out());
        output.check();
        Contract contract = PredictCommand.read(file);
        try {
            Prediction prediction = Prediction.of(contract, List.of(inputClass), PcvValues.of(contract.pcvs(), GivenValues.all("--pcv", pcvs)), Optional.empty());
            output.write(Engine.rendering(new ExplanationReport(prediction)).apply(outputOptions.format()));
            return (prediction.complete() ? ExitStatus.DONE : ExitStatus.FAILED).code();
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + Failures.oneLine(e), e);
        } catch (ArithmeticException e) {
            throw new InputException(file + ": at these values of PCVs a cost does not fit 64 bits", e);
        }
    }
}
