package org.perfcontracts.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.decision.PcvValues;
import org.perfcontracts.decision.Prediction;
import org.perfcontracts.decision.input.GivenValues;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.report.ExplanationReport;
import org.perfcontracts.report.FlameGraph;
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
                    + "where the PCVs are at the values given; by function and source line where the cost goes; also as folded stacks or a flame graph.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 1 the contract is not complete, so there may be packets that cost more; 2 bad input.",
            "",
            "Examples:",
            "  bolt explain nat.json --class 'known flow'",
            "  bolt explain nat.json --class 'known flow' --pcv flows.e=2,flows.t=1",
            "  bolt explain nat.json --class 'known flow' --format flamegraph -o known.svg"
        })
final class ExplainCommand implements Callable<Integer> {
    /** How an explanation is written. */
    enum ExplanationFormat {
        TEXT, JSON, MARKDOWN, HTML, FOLDED, FLAMEGRAPH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "CONTRACT", description = "the JSON file of a contract, from 'bolt contract TARGET --format json'")
    private Path contractFile;

    @Option(names = "--class", paramLabel = "NAME", required = true, description = "which class")
    private String inputClass;

    @Option(names = "--pcv", paramLabel = "NAME=VALUES",
            description = "values of PCVs, with commas between: a number, or a range such as 1..8 (default: as usual in the class)")
    private List<String> pcvs = List.of();

    @Option(names = "--metric", paramLabel = "METRIC", defaultValue = "instructions", description = "of folded and flamegraph: instructions or memoryAccesses (default: instructions)")
    private String metric;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "${COMPLETION-CANDIDATES} (default: text)")
    private ExplanationFormat format;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "write to FILE, complete or not at all (default: the standard output)")
    private Path file;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    ExplainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = file == null ? new Output.Standard(context.out()) : new Output.File(file);
        output.check();
        Contract contract = PredictCommand.read(contractFile);
        try {
            Prediction prediction = Prediction.of(contract, List.of(inputClass), PcvValues.of(contract.pcvs(), GivenValues.all("--pcv", pcvs)), Optional.empty());
            output.write(rendered(prediction));
            return (prediction.complete() ? ExitStatus.DONE : ExitStatus.FAILED).code();
        } catch (IllegalArgumentException e) {
            throw new InputException(contractFile + ": " + Failures.oneLine(e), e);
        } catch (ArithmeticException e) {
            throw new InputException(contractFile + ": at these values of PCVs a cost does not fit 64 bits", e);
        }
    }

    private String rendered(Prediction prediction) {
        ExplanationReport report = new ExplanationReport(prediction);
        return switch (format) {
            case TEXT -> report.text();
            case JSON -> report.json();
            case MARKDOWN -> report.markdown();
            case HTML -> report.html();
            case FOLDED -> FlameGraph.folded(profile(prediction), metric());
            case FLAMEGRAPH -> FlameGraph.svg(profile(prediction), metric(), prediction.contract().subject().target() + ", " + inputClass + ": " + metric().title());
        };
    }

    private Profile profile(Prediction prediction) {
        return prediction.classes().getFirst().inputClass().profile().orElseThrow(() -> new IllegalArgumentException(
                "the contract does not tell where the class " + inputClass + " spends its cost: no path of it was followed to its end, or an older bolt derived it"));
    }

    private Metric metric() {
        return Metric.sums().stream().filter(each -> each.key().equals(metric)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric is called \"" + metric + "\" that source lines share; known: "
                        + Metric.sums().stream().map(Metric::key).collect(Collectors.joining(", "))));
    }
}
