package org.perfcontracts.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Result;
import org.perfcontracts.engine.WorstCase;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the worst class of a contract, and looks for traffic that gets there. */
@Command(
        name = "worst",
        header = "Find the worst class, and traffic that drives the program there.",
        description = {
            "",
            "Derives the contract and tells the class with the greatest bound and the PCVs there. Then looks for traffic that drives the real program as far as traffic can: "
                    + "packets that collide, tables that are filled, all that expires at once. What it reaches is counted by the CPU.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 1 no packet of the class was found, or the contract is refuted or not complete; 2 bad input.",
            "",
            "Examples:",
            "  bolt worst nf/nat --pcap-out attack.pcapng",
            "  bolt worst nf/nat --class 'known flow' --metric memoryAccesses --search 120"
        })
final class WorstCommand extends TargetCommand {
    private static final double MOST_SECONDS = 1e6;

    @Option(names = "--class", paramLabel = "NAME", description = "the class whose worst packet is looked for (default: the one with the greatest bound)")
    private String inputClass;

    @Option(names = "--metric", paramLabel = "METRIC", description = "instructions, memoryAccesses or cacheLines (default: instructions)")
    private String metric = Metric.INSTRUCTIONS.key();

    @Option(names = "--search", paramLabel = "SECONDS", description = "look for traffic no longer than this (default: 60)")
    private double seconds = 60;

    @Option(names = "--seed", paramLabel = "N", description = "of random choices (default: 1)")
    private long seed = 1;

    @Option(names = "--pcap-out", paramLabel = "FILE", description = "write the traffic to FILE, as pcapng whose interfaces are the ports")
    private Path capture;

    WorstCommand(Context context) {
        super(context);
    }

    @Override
    void check() throws InputException {
        metric();
        search();
        if (capture != null) {
            new Output.File(capture).check();
        }
    }

    @Override
    Result analyse(Analysis analysis, Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        return analysis.worst(request, new WorstCase(Optional.ofNullable(inputClass), metric(), search(), seed, Optional.ofNullable(capture), told(progress)), progress, stop);
    }

    private Metric metric() throws InputException {
        return Arrays.stream(Metric.values()).filter(each -> each.key().equals(metric)).findFirst().orElseThrow(() -> new InputException("--metric: unknown: "
                + YamlNode.quoted(metric) + "; known: " + Arrays.stream(Metric.values()).map(Metric::key).collect(Collectors.joining(", "))));
    }

    private Duration search() throws InputException {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new InputException("--search must be a number of seconds above 0, not " + seconds);
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static LongConsumer told(Consumer<Progress> progress) {
        return progress instanceof ProgressLine line ? line::reached : _ -> { };
    }
}
