package org.perfcontracts.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.perfcontracts.chain.Chain;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.report.ChainReport;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts network functions one after the other. */
@Command(
        name = "chain",
        header = "Bound what packets cost that pass several network functions.",
        description = {
            "",
            "Each network function gets the packets that the one before sends on. Which classes of packets can follow each other is decided by the solver; a "
                    + "packet that is dropped early costs nothing later. Contracts are read from their JSON files; of a folder with a bolt.yaml the contract is derived.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 done; 1 a contract is not complete, or does not speak of all packets that come; 2 bad input.",
            "",
            "Examples:",
            "  bolt chain firewall.json router.json",
            "  bolt chain nf/firewall nf/nat nf/router --format markdown",
            "  bolt chain filter.json counter.json --drops zero"
        })
final class ChainCommand implements Callable<Integer> {
    /** What {@link Chain.Drops} are called by users. */
    enum Dropping {
        NEGATIVE, ZERO, NOTHING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(arity = "2..*", paramLabel = "CONTRACT", description = "the JSON file of a contract at level nf, or a folder with a bolt.yaml; in the order in which packets pass them")
    private List<Path> places;

    @Option(names = "--drops", paramLabel = "RETURNED", defaultValue = "negative",
            description = "what a packet function returns for a packet that it does not send on: ${COMPLETION-CANDIDATES} (default: negative)")
    private Dropping drops;

    @Option(names = "--max-time", paramLabel = "SECONDS", defaultValue = "60",
            description = "after so many seconds, take classes that were not compared yet to follow each other (default: 60)")
    private double seconds;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    ChainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        if (!(seconds >= 0 && seconds < 1e6)) {
            throw new InputException("--max-time must be between 0 and a million seconds");
        }
        Output output = outputOptions.output(context.out());
        output.check();
        var source = new ContractSource(context, "nf");
        List<Contract> contracts = new ArrayList<>();
        for (Path place : places) {
            contracts.add(source.read(place));
        }
        long end = System.nanoTime() + Duration.ofMillis((long) (seconds * 1000)).toNanos();
        try {
            Chain chain = Chain.of(contracts, Chain.Drops.valueOf(drops.name()), () -> System.nanoTime() - end > 0 || context.stop().requested());
            output.write(Engine.rendering(new ChainReport(chain)).apply(outputOptions.format()));
            return (chain.reasons().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED).code();
        } catch (IllegalArgumentException e) {
            throw new InputException(Failures.oneLine(e), e);
        }
    }
}
