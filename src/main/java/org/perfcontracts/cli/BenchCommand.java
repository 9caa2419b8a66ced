package org.perfcontracts.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.perfcontracts.bench.Bars;
import org.perfcontracts.bench.BenchTable;
import org.perfcontracts.engine.Statistics;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.Toolchain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures the analyses themselves, each in a process of its own, as a user would run it. */
@Command(
        name = "bench",
        header = "Measure what the analysis of each target takes.",
        description = {
            "",
            "Builds each target, runs 'bolt contract' on it in a process of its own, and prints a row a target and "
                    + "level: paths, instructions executed symbolically, queries to the solver, seconds, peak memory.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "The bars are in bench/bars.yaml.",
            "Exit status: 0 done; 1 an analysis failed or is not complete; 2 bad input; 3 a bar is broken.",
            "",
            "Examples:",
            "  bolt bench",
            "  bolt bench nf/firewall --format json"
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TARGET", arity = "0..*",
            description = "folders with a bolt.yaml (default: all below nf/ and examples/)")
    private List<Path> targets = List.of();

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    /** After that an exploration ends with what it has, and its row says that it is not complete. */
    private static final int MOST_SECONDS = 30;
    /** Folders between that of all targets and one of them. */
    private static final int DEEPEST = 2;

    private final Context context;

    BenchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = outputOptions.output(context.out());
        output.check();
        Bars bars = Bars.read(context.home().resolve("bench/bars.yaml"));
        var rows = new ArrayList<BenchTable.Row>();
        for (Path folder : targets.isEmpty() ? allTargets() : targets) {
            for (LevelName level : TargetFile.read(folder).levels().keySet()) {
                rows.add(measure(folder, level, bars));
            }
        }
        var table = new BenchTable(rows);
        output.write(table.render(outputOptions.format()));
        return table.status().code();
    }

    private List<Path> allTargets() throws InputException {
        var found = new ArrayList<Path>();
        for (String group : List.of("nf", "examples")) {
            Path folder = context.home().resolve(group);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> below = Files.walk(folder, DEEPEST)) {
                below.filter(child -> Files.exists(child.resolve(TargetFile.NAME))).sorted().forEach(found::add);
            } catch (IOException e) {
                throw new InputException("cannot list " + Failures.describe(e), e);
            }
        }
        return found;
    }

    private BenchTable.Row measure(Path folder, LevelName level, Bars bars) throws InputException {
        String name = nameOf(folder);
        if (context.terminal() == Context.Terminal.INTERACTIVE) {
            context.err().println("measuring " + name + ", level " + level);
        }
        Path statistics = null;
        try {
            statistics = Files.createTempFile("bolt-bench", ".json");
            new Builder(context.stop()).build(TargetFile.read(folder), Toolchain.OF_THE_TARGET.environment());
            return run(folder, level, bars, name, statistics);
        } catch (IOException e) {
            throw new InputException(name + ": cannot measure: " + Failures.oneLine(e), e);
        } finally {
            delete(statistics);
        }
    }

    private BenchTable.Row run(Path folder, LevelName level, Bars bars, String name, Path statistics)
            throws IOException, InputException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(context.home().resolve("bolt").toString(), "contract", folder.toString(),
                "--level", level.key(), "--fresh", "--max-time", Integer.toString(MOST_SECONDS), "--statistics", statistics.toString(), "--output", "/dev/null")
                .redirectErrorStream(true)
                .start();
        context.stop().whenRequested(process::destroy);
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = waitFor(process);
        double seconds = (System.nanoTime() - start) / 1e9;     // as the user waits: the start of Java included
        if (context.stop().requested()) {
            throw new InputException("interrupted while measuring " + name);
        }
        Optional<Statistics> figures =
                Files.size(statistics) == 0 ? Optional.empty() : Optional.of(Statistics.read(statistics).lasting(seconds));
        return new BenchTable.Row(name, level, status, figures, said, bars.of(name, level));
    }

    private static int waitFor(Process process) throws InputException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("interrupted", e);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A leftover of a few bytes in the system's temporary folder harms nobody.
        }
    }

    // As the bars name it: relative to Bolt's folder where it is below.
    private String nameOf(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return absolute.startsWith(context.home())
                ? context.home().relativize(absolute).toString()
                : folder.toString();
    }
}
