package org.perfcontracts.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.perfcontracts.bench.random.Generator;
import org.perfcontracts.bench.random.Piece;
import org.perfcontracts.bench.random.RandomBench;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.report.RandomPrograms;
import org.perfcontracts.report.RandomReport;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the contracts of random programs against the CPU. */
@Command(
        name = "random",
        header = "Hold the contracts of random programs against the CPU.",
        description = {
            "",
            "Puts small packet functions in C together at random, builds each with one of six compilers, derives its contract "
                    + "and executes packets on the CPU: the witnesses, and others with contents of the tables at random. A "
                    + "packet that costs more than the contract says, other than an exact formula says, or that is in no "
                    + "class of a complete contract is a violation.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 no violation and no failure; 1 otherwise; 2 bad input.",
            "",
            "Examples:",
            "  bolt bench random --programs 100",
            "  bolt bench random --programs 1 --seed 4711 --keep /tmp/one",
            "  bolt bench random --programs 60 --pieces gcd,list-walk --compilers all"
        })
final class RandomCommand implements Callable<Integer> {
    /** Most programs are done before the better compiler of the JVM pays, and several workers share the processors. */
    private static final List<String> VIRTUAL_MACHINE = List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms64m",
            "-Xmx1500m", "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:all=off");

    @Mixin
    private ProgramsOptions programsOptions;

    @Option(names = "--max-time", paramLabel = "SECONDS", defaultValue = "30",
            description = "end the exploration of a program after so many seconds (default: 30)")
    private double seconds;

    @Option(names = "--packets", paramLabel = "N", defaultValue = "300", description = "how many packets each is given (default: 300)")
    private int packets;

    @Option(names = "--pieces", paramLabel = "NAMES", split = ",",
            description = "put programs together from these pieces only, by name, with commas between")
    private List<String> pieces = List.of();

    @Option(names = "--most", paramLabel = "N", defaultValue = "3",
            description = "how many pieces a program has at most; with 1, each piece in turn (default: 3)")
    private int most;

    @Option(names = "--keep", paramLabel = "FOLDER",
            description = "keep all programs that did not pass (default: those with violations, in a temporary folder)")
    private Path keep;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    RandomCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = outputOptions.output(context.out());
        output.check();
        RandomPrograms result = run(settings(), context);
        output.write(Engine.rendering(new RandomReport(result)).apply(outputOptions.format()));
        return (result.passed() ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }

    /** Runs the benchmark with workers of its own. */
    static RandomPrograms run(RandomBench.Settings settings, Context context) throws InputException {
        try {
            return new RandomBench(settings, context.home(), worker(context.home(), settings.jobs()), context.stop()::requested).run();
        } catch (IOException e) {
            throw new InputException("random programs: " + Failures.describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("interrupted", e);
        }
    }

    private RandomBench.Settings settings() throws InputException {
        programsOptions.check();
        if (most < 1 || packets < 1 || !(seconds > 0 && seconds < 1e6)) {
            throw new InputException("--most, --packets and --max-time must be above 0");
        }
        return new RandomBench.Settings(programsOptions.programs(), programsOptions.seed(), programsOptions.jobs(), seconds,
                packets, new Generator(chosen(), most), programsOptions.builds(), Optional.ofNullable(keep));
    }

    private List<Piece> chosen() throws InputException {
        if (pieces.isEmpty()) {
            return Piece.all();
        }
        List<Piece> chosen = new ArrayList<>();
        for (String name : pieces) {
            chosen.add(Piece.named(name).orElseThrow(() -> new InputException(
                    "no piece " + YamlNode.quoted(name) + "; they are in src/main/resources/org/perfcontracts/bench/random/pieces.txt")));
        }
        return chosen;
    }

    /** The command that starts one of several workers: this Java, with the same classes. */
    private static List<String> worker(Path home, int jobs) {
        try {
            Path classes = Path.of(RandomCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
            command.addAll(VIRTUAL_MACHINE);
            command.add("-XX:SharedArchiveFile=" + home.resolve("target/bolt.jsa"));
            command.add("-XX:ActiveProcessorCount=" + Math.max(1, Runtime.getRuntime().availableProcessors() / jobs));
            command.addAll(List.of("-Dbolt.home=" + home, "-cp", classes + ":" + home.resolve("target/lib") + "/*", RandomWorker.class.getName()));
            return command;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("classes are in files", e);
        }
    }
}
