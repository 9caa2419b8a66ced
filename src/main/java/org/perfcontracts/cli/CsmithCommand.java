package org.perfcontracts.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.perfcontracts.bench.random.Csmith;
import org.perfcontracts.bench.random.RandomBench;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.report.RandomPrograms;
import org.perfcontracts.report.RandomReport;
import org.perfcontracts.target.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Executes programs of Csmith symbolically, with nothing symbolic, and holds what they do against the CPU. */
@Command(
        name = "csmith",
        header = "Hold the execution of Csmith's programs against the CPU.",
        description = {
            "",
            "Has Csmith write programs without input, builds each with one of six compilers, executes it by the "
                    + "engine of the analysis and on the CPU, and compares: the same instructions and accesses, address by address.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 no difference and no failure; 1 otherwise; 2 bad input.",
            "",
            "Examples:",
            "  bolt bench csmith --programs 100",
            "  bolt bench csmith --programs 1 --seed 4711 --keep /tmp/one"
        })
final class CsmithCommand implements Callable<Integer> {
    @Option(names = "--programs", paramLabel = "N", defaultValue = "100", description = "how many programs to build (default: 100)")
    private int programs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "of the first program; the others have the next (default: 1)")
    private long seed;

    @Option(names = "--jobs", paramLabel = "J", description = "how many to work on at a time (default: one a processor)")
    private Integer jobs;

    @Option(names = "--max-time", paramLabel = "SECONDS", defaultValue = "10",
            description = "end the execution of a program after so many seconds (default: 10)")
    private double seconds;

    @Option(names = "--compilers", paramLabel = "WHICH", defaultValue = "one",
            description = "one: a program is built by one, which follows from its seed; all: by each (default: one)")
    private RandomBench.Builds builds;

    @Option(names = "--keep", paramLabel = "FOLDER",
            description = "keep all programs that did not pass (default: those with a difference, in a temporary folder)")
    private Path keep;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    CsmithCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        Output output = outputOptions.output(context.out());
        output.check();
        if (programs < 1 || jobs != null && jobs < 1 || !(seconds > 0 && seconds < 1e6)) {
            throw new InputException("--programs, --jobs and --max-time must be above 0");
        }
        RandomPrograms result = RandomCommand.run(new RandomBench.Settings(programs, seed,
                jobs == null ? Runtime.getRuntime().availableProcessors() : jobs, seconds, 0, new Csmith(), builds,
                Optional.ofNullable(keep)), context);
        output.write(Engine.rendering(new RandomReport(result)).apply(outputOptions.format()));
        return (result.passed() ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }
}
