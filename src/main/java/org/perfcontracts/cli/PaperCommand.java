package org.perfcontracts.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.perfcontracts.bench.PaperBench;
import org.perfcontracts.bench.PaperFile;
import org.perfcontracts.bench.PaperScenario;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.report.PaperComparison;
import org.perfcontracts.report.PaperReport;
import org.perfcontracts.report.Report;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Our figures for the classes of packets of the paper, beside those that it has published. */
@Command(
        name = "paper",
        header = "Compare with the published figures, class by class.",
        description = {
            "",
            "For each class of packets of the BOLT paper's evaluation: derives the contract of our network function, "
                    + "brings the state about by packets through the real program, measures one packet of the class, "
                    + "and shows prediction, measurement and gap beside those that were published. Where everything collides and "
                    + "expires at once the packet is measured at a smaller capacity, and predicted at the published one. With --cycles, estimated and measured cycles stand beside the published ones. "
                    + "With --level stack, the same packets are also delivered by a device, and the poll that receives the last of them is predicted and measured, "
                    + "driver and DPDK included.",
            ""
        },
        footer = {
            "",
            "The classes are in bench/paper.yaml.",
            "Exit status: 0 done; 1 a packet costs more than predicted, or other than an exact formula says, or "
                    + "its PCVs or its class are not as expected; 2 bad input.",
            "",
            "Examples:",
            "  bolt bench paper",
            "  bolt bench paper NAT4 LPM1 LPM2",
            "  bolt bench paper --cycles --machine machine.yaml",
            "  bolt bench paper --level stack --driver ixgbe",
            "  bolt bench paper --format markdown -o paper.md"
        })
final class PaperCommand implements Callable<Integer> {
    private static final String FILE = "bench/paper.yaml";

    @Parameters(paramLabel = "CLASS", arity = "0..*", description = "names of classes, such as NAT1 (default: all)")
    private List<String> names = List.of();

    @Mixin
    private PaperCycleOptions cycleOptions;

    @Mixin
    private PaperStackOptions stackOptions;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    PaperCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = outputOptions.output(context.out());
        output.check();
        PaperFile file = PaperFile.read(context.home().resolve(FILE));
        List<PaperScenario> scenarios = chosen(file);
        Optional<Driver> driver = stackOptions.driver();
        PaperComparison comparison = new PaperBench(context.home(), context.analysis(), context::progress, context.stop(), cycleOptions.machine()).run(file, scenarios);
        if (driver.isPresent()) {
            PaperBench stack = new PaperBench(context.home(), context.analysis(), context::progress, context.stop(), driver.get());
            comparison = comparison.with(driver.get().behind(driver.get().key(), ", "), stack.run(file, scenarios));
        }
        Report report = new PaperReport(comparison);
        output.write(Engine.rendering(report).apply(outputOptions.format()));
        return (comparison.passed() ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }

    private List<PaperScenario> chosen(PaperFile file) throws InputException {
        if (names.isEmpty()) {
            return file.scenarios();
        }
        var chosen = new ArrayList<PaperScenario>();
        for (String name : names) {
            Optional<PaperScenario> scenario = file.scenarios().stream().filter(each -> each.name().equals(name)).findFirst();
            chosen.add(scenario.orElseThrow(() -> new InputException("no class " + YamlNode.quoted(name) + " in " + FILE + "; it has: "
                    + file.scenarios().stream().map(PaperScenario::name).collect(Collectors.joining(", ")))));
        }
        return chosen.stream().distinct().toList();
    }
}
