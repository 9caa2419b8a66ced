package org.perfcontracts.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.perfcontracts.contract.Presentation;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Format;
import org.perfcontracts.engine.Result;
import org.perfcontracts.engine.Statistics;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.EntryCheck;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
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

    /** What a bare binary is run with. */
    abstract List<String> programArguments();

    /** Finds out, before anything is built, what would make the command fail. */
    void check() throws InputException {
    }

    /** What to do with the answer of an earlier run: measuring and comparing take the analysis itself. */
    Request.Earlier earlier() {
        return Request.Earlier.IGNORED;
    }

    /** Whether a complete contract is held against the CPU. */
    Request.Trial trial() {
        return Request.Trial.HELD;
    }

    /** Which classes become one, and in which order they are. */
    Presentation presentation(Format format) throws InputException {
        OutputOptions.checkIsForAll(format);
        return Presentation.STANDARD;
    }

    @Override
    public Integer call() throws InputException {
        long start = System.nanoTime();
        TargetOptions.Choice choice = targetOptions.choose(programArguments());
        Duration startLimit = budgetOptions.startLimit();
        Budget budget = budgetOptions.budget();
        Presentation presentation = presentation(outputOptions.format());
        Output output = outputOptions.outputOfContract(context.out());
        output.check();
        check();
        new Builder(context.stop()).build(choice.target(), choice.toolchain().environment());
        EntryCheck.check(choice.target(), choice.level());
        Result result = analyse(new Request(choice.target(), choice.level(), startLimit, budget, earlier(), trial(), presentation));
        tell(choice, result);
        output.write(result.rendering().apply(outputOptions.format()));
        if (statistics != null) {
            new Output.File(statistics).write(Statistics.of(result, System.nanoTime() - start).json());
        }
        return result.status().code();
    }

    private void tell(TargetOptions.Choice choice, Result result) {
        result.warnings().forEach(warning -> context.err().println("bolt: warning: " + warning));
        if (result.origin() == Result.Origin.REUSED && context.terminal() == Context.Terminal.INTERACTIVE) {
            context.err().println(task(choice.target(), choice.level())
                    + ": reused: nothing that it depends on has changed (--fresh derives anew)");
        }
    }

    private static String task(Target target, Level level) {
        return target.name() + ", level " + level.name();
    }

    private Result analyse(Request request) throws InputException {
        try (ProgressLine progress = context.progress(task(request.target(), request.level()))) {
            return analyse(context.analysis(), request, progress, context.stop());
        }
    }
}
