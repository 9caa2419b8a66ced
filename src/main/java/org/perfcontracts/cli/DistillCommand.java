package org.perfcontracts.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Result;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.report.Plots;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs captured traffic through a target and tells what it comes to by the contract. */
@Command(
        name = "distill",
        header = "Distill classes, PCVs and costs from captured traffic.",
        description = {
            "",
            "Derives the contract, runs the packets of a capture one behind the other through the real program on the CPU, and tells which classes they belong to, "
                    + "with which values of the PCVs, what they cost by the contract and as measured, and what the cost depends on. As JSON it is a workload for 'bolt predict --workload'.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 1 the CPU says otherwise than the contract, or the contract is not complete, or not all of the traffic was run; 2 bad input.",
            "",
            "Examples:",
            "  bolt distill nf/nat evening.pcap --port-of 'from 10.0.0.0/8=0,else=1'",
            "  bolt distill nf/nat evening.pcapng --port-of 'interface 0=0,interface 1=1'",
            "  bolt distill nf/nat evening.pcap --format json -o evening.json",
            "  bolt distill nf/nat evening.pcapng --level stack --driver ixgbe --pcap-out sent.pcapng"
        })
final class DistillCommand extends AnalysisCommand {
    @Parameters(index = "1", paramLabel = "TRACE", description = "the traffic: pcap or pcapng, of Ethernet")
    private Path trace;

    @Parameters(index = "2..*", paramLabel = "ARGUMENT", arity = "0..*", description = "what a bare binary is run with; write them after --")
    private List<String> arguments = List.of();

    @Mixin
    private TrafficOptions trafficOptions;

    @Option(names = "--plot", paramLabel = "FILE", description = "draw the distributions of costs and PCVs to FILE, as SVG")
    private Path plot;

    @Option(names = "--pcap-out", paramLabel = "FILE", description = "at level stack: write what the program sends to FILE, as pcapng whose interfaces are the ports")
    private Path sent;

    private String drawn = "";

    DistillCommand(Context context) {
        super(context);
    }

    @Override
    List<String> programArguments() {
        return arguments;
    }

    @Override
    void check() throws InputException {
        trafficOptions.check(trace);
        if (plot != null) {
            new Output.File(plot).check();
        }
        if (sent != null) {
            new Output.File(sent).check();
        }
    }

    @Override
    Result analyse(Analysis analysis, Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        Result result = analysis.distill(request, trafficOptions.traffic(trace, Optional.ofNullable(sent), measured(progress), this::draw), progress, stop);
        if (!drawn.isEmpty()) {
            new Output.File(plot).write(drawn);
        }
        return result;
    }

    private void draw(Distillation distillation) {
        if (plot != null && distillation.packets() > 0) {
            drawn = Plots.of(distillation, trace.getFileName().toString());
        }
    }

    private static LongConsumer measured(Consumer<Progress> progress) {
        return progress instanceof ProgressLine line ? line::measured : _ -> { };
    }
}
