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
    @Mixin
    private ProgramsOptions programsOptions;

    @Option(names = "--max-time", paramLabel = "SECONDS", defaultValue = "10",
            description = "end the execution of a program after so many seconds (default: 10)")
    private double seconds;

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
        programsOptions.check();
        if (!(seconds > 0 && seconds < 1e6)) {
            throw new InputException("--max-time must be above 0");
        }
        RandomPrograms result = RandomCommand.run(new RandomBench.Settings(programsOptions.programs(), programsOptions.seed(),
                programsOptions.jobs(), seconds, 0, new Csmith(), programsOptions.builds(),
                Optional.ofNullable(keep)), context);
        output.write(Engine.rendering(new RandomReport(result)).apply(outputOptions.format()));
        return (result.passed() ? ExitStatus.DONE : ExitStatus.FAILED).code();
    }
}
