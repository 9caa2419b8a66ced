package org.perfcontracts.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.explore.Progress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that analyse a target have in common: from the options to the written result. */
abstract class AnalysisCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions targetOptions;

    @Mixin
    private BudgetOptions budgetOptions;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private StandardOptions standardOptions;

    @Option(names = "--statistics", paramLabel = "FILE",
            description = "write what the analysis took to FILE, as JSON")
    private Path statistics;

    private final Context context;

    AnalysisCommand(Context context) {
        this.context = context;
    }

    /** What the command is for: one call of the engine. */
    abstract Result analyse(Analysis analysis, Request request, Consumer<Progress> progress, StopSignal stop)
            throws InputException;

    @Override
    public Integer call() throws InputException {
        long start = System.nanoTime();
        TargetOptions.Choice choice = targetOptions.choose();
        Duration startLimit = budgetOptions.startLimit();
        Budget budget = budgetOptions.budget();
        Output output = outputOptions.output(context.out());
        output.check();
        new Builder(context.stop()).build(choice.target(), choice.toolchain().environment());
        EntryCheck.check(choice.target(), choice.level());
        Result result = analyse(new Request(choice.target(), choice.level(), startLimit, budget));
        output.write(result.rendering().apply(outputOptions.format()));
        if (statistics != null) {
            new Output.File(statistics).write(Statistics.of(result, System.nanoTime() - start).json());
        }
        return result.status().code();
    }

    private Result analyse(Request request) throws InputException {
        String task = request.target().name() + ", level " + request.level().name();
        try (ProgressLine progress = context.progress(task)) {
            return analyse(context.analysis(), request, progress, context.stop());
        }
    }
}
