package org.perfcontracts.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.perfcontracts.bench.UseCase;
import org.perfcontracts.bench.UseCaseBench;
import org.perfcontracts.bench.UseCaseFile;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.report.UseCaseReport;
import org.perfcontracts.report.UseCases;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decisions that contracts help with, each with its choices side by side. */
@Command(
        name = "cases",
        header = "Compare the choices of use cases: what traffic costs under each.",
        description = {
            "",
            "For each choice of a use case: builds the network function, derives its contract, and runs traffic through the real program on the CPU. "
                    + "Prints the distribution of the predicted cost, the mean measured, and the distributions of PCVs.",
            ""
        },
        footer = {
            "",
            "The cases are in bench/cases.yaml.",
            "Exit status: 0 done; 1 a contract is not complete, or the CPU says otherwise; 2 bad input.",
            "",
            "Examples:",
            "  bolt bench cases",
            "  bolt bench cases bridge-threshold --plot /tmp/plots",
            "  bolt bench cases allocator --format markdown -o allocator.md"
        })
final class CasesCommand implements Callable<Integer> {
    private static final String FILE = "bench/cases.yaml";

    @Parameters(paramLabel = "CASE", arity = "0..*", description = "names of cases (default: all)")
    private List<String> names = List.of();

    @Option(names = "--plot", paramLabel = "FOLDER", description = "draw the distributions of each case to FOLDER, as SVG")
    private Path plot;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    CasesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = outputOptions.output(context.out());
        output.check();
        if (plot != null && !Files.isDirectory(plot)) {
            throw new InputException("--plot: there is no folder " + plot);
        }
        List<UseCase> chosen = chosen(UseCaseFile.read(context.home().resolve(FILE)));
        UseCases results = new UseCaseBench(context.home(), context.analysis(), context::progress, context.stop()).run(chosen);
        if (plot != null) {
            for (UseCases.OfCase each : results.cases()) {
                new Output.File(plot.resolve(each.name() + ".svg")).write(UseCaseReport.plot(each));
            }
        }
        output.write(Engine.rendering(new UseCaseReport(results)).apply(outputOptions.format()));
        return (results.passed() ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }

    private List<UseCase> chosen(List<UseCase> cases) throws InputException {
        List<UseCase> chosen = new ArrayList<>();
        for (String name : names) {
            Optional<UseCase> found = cases.stream().filter(each -> each.name().equals(name)).findFirst();
            chosen.add(found.orElseThrow(() -> new InputException("no case " + YamlNode.quoted(name) + " in " + FILE + "; it has: "
                    + cases.stream().map(UseCase::name).collect(Collectors.joining(", ")))));
        }
        return names.isEmpty() ? cases : chosen.stream().distinct().toList();
    }
}
