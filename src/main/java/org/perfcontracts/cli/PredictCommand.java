package org.perfcontracts.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.PcvValues;
import org.perfcontracts.decision.Prediction;
import org.perfcontracts.decision.Workload;
import org.perfcontracts.decision.WorkloadPrediction;
import org.perfcontracts.decision.input.GivenValues;
import org.perfcontracts.decision.input.WorkloadFile;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.report.Plots;
import org.perfcontracts.report.PredictionReport;
import org.perfcontracts.report.Report;
import org.perfcontracts.report.WorkloadReport;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells from a contract what packets cost at given values of its PCVs. */
@Command(
        name = "predict",
        header = "Predict from a contract what packets cost.",
        description = {
            "",
            "Reads a contract from its JSON file; nothing is run. Prints the instructions and memory accesses of a packet of each class "
                    + "where the PCVs are at the values given. With --class, also what that class's cost is made of. With --workload, mean, quantiles and worst over a mix of classes.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 1 the contract is not complete, so there may be packets that cost more; 2 bad input.",
            "",
            "Examples:",
            "  bolt predict nat.json",
            "  bolt predict nat.json --class 'known flow' --pcv flows.e=2,flows.t=1..8",
            "  bolt predict nat.json --pcv flows.t=1 --clock 3.3GHz --ipc 2.1",
            "  bolt predict nat.json --workload evening.yaml",
            "  bolt predict burst.json --class 'with forwarded' --pcv burst.forwarded=2 --per packet"
        })
final class PredictCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONTRACT", description = "the JSON file of a contract, from 'bolt contract TARGET --format json'")
    private Path file;

    @Option(names = "--class", paramLabel = "NAME", description = "one class, and what its cost is made of (default: all)")
    private String inputClass;

    @Option(names = "--pcv", paramLabel = "NAME=VALUES",
            description = "values of PCVs, with commas between: a number, or a range such as 1..8 (default: as usual in each class)")
    private List<String> pcvs = List.of();

    @Option(names = "--per", paramLabel = "packet",
            description = "packet: of a contract of polls with several packets, also what each packet's share is")
    private String per;

    @Option(names = "--workload", paramLabel = "FILE", description = "a mix of classes with distributions of PCVs, as YAML: docs/predict.md")
    private Path workload;

    @Option(names = "--plot", paramLabel = "FILE", description = "with --workload: draw the distribution of the cost to FILE, as SVG")
    private Path plot;

    @Mixin
    private SpeedOptions speedOptions;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    PredictCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = outputOptions.output(context.out());
        output.check();
        if (workload != null && (inputClass != null || !pcvs.isEmpty())) {
            throw new InputException("--workload says which classes and PCVs there are; it does not go with " + (inputClass != null ? "--class" : "--pcv"));
        }
        if (per != null && (!per.equals("packet") || workload != null)) {
            throw new InputException("--per: " + (workload != null ? "does not go with --workload" : "must be packet, not '" + per + "'"));
        }
        if (plot != null) {
            checkPlot();
        }
        Contract contract = read(file);
        try {
            return workload == null ? predict(contract, output) : predict(contract, WorkloadFile.read(workload, contract), output);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + Failures.oneLine(e), e);
        } catch (ArithmeticException e) {
            throw new InputException(file + ": at these values of PCVs a cost does not fit 64 bits", e);
        }
    }

    private void checkPlot() throws InputException {
        if (workload == null) {
            throw new InputException("--plot draws what is predicted under a workload; give one by --workload");
        }
        new Output.File(plot).check();
    }

    private int predict(Contract contract, Output output) throws InputException {
        Prediction prediction = Prediction.of(contract, inputClass == null ? List.of() : List.of(inputClass),
                PcvValues.of(contract.pcvs(), GivenValues.all("--pcv", pcvs)), speedOptions.speed());
        if (per != null && prediction.classes().stream().allMatch(each -> each.packets().isEmpty())) {
            throw new InputException("--per packet: it is not known how many packets there are; give one value each to the PCVs that count them ("
                    + Pcv.OF_PACKETS + "…)" + (contract.pcvs().stream().noneMatch(pcv -> pcv.name().startsWith(Pcv.OF_PACKETS)) ? ", which this contract does not have" : ""));
        }
        return write(new PredictionReport(prediction, inputClass == null ? PredictionReport.Detail.TABLE : PredictionReport.Detail.BREAKDOWN, per != null),
                prediction.complete(), output);
    }

    private int predict(Contract contract, Workload mix, Output output) throws InputException {
        WorkloadPrediction prediction = WorkloadPrediction.of(contract, mix, speedOptions.speed());
        if (plot != null) {
            new Output.File(plot).write(Plots.of(prediction));
        }
        return write(new WorkloadReport(prediction), prediction.complete(), output);
    }

    private int write(Report report, boolean complete, Output output) throws InputException {
        output.write(Engine.rendering(report).apply(outputOptions.format()));
        return (complete ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }

    /** The contract in a file. */
    static Contract read(Path file) throws InputException {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a folder, not a contract; derive it first: bolt contract " + file + " --format json -o FILE");
        }
        return ContractSource.file(file);
    }
}
