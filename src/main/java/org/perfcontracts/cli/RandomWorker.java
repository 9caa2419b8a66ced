package org.perfcontracts.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.List;
import org.perfcontracts.bench.random.Examination;
import org.perfcontracts.bench.random.Standing;
import org.perfcontracts.bench.random.Task;
import org.perfcontracts.bench.random.Verdict;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.engine.Patience;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.report.RandomPrograms;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.TargetSession;

/** A process that derives the contracts of random programs and holds them against the CPU, a task a line. */
final class RandomWorker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 2;
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How the exploration says that it has used up its time or its memory. */
    private static final Pattern USED_UP = Pattern.compile("the (time|memory) limit.*");

    private final PrintStream out;

    private RandomWorker(PrintStream out) {
        this.out = out;
    }

    /** Answers tasks until there are no more. */
    public static void main(String[] arguments) throws IOException {
        RandomWorker worker = new RandomWorker(System.out);
        System.setOut(System.err);
        BufferedReader tasks = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = tasks.readLine(); line != null; line = tasks.readLine()) {
            worker.say(JSON.writeValueAsString(worker.verdict(JSON.readValue(line, Task.class))));
        }
        System.exit(0);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private Verdict verdict(Task task) {
        long begin = System.nanoTime();
        try {
            Target target = TargetFile.read(Path.of(task.folder()));
            Budget standard = Budget.standard();
            Budget budget = new Budget(standard.paths(), Duration.ofNanos((long) (task.seconds() * 1e9)), standard.memory(),
                    standard.stepsOfPath(), standard.forksOfLoop());
            Level level = target.levels().get(LevelName.NF);
            boolean runsOnce = level.parameters().map(List::isEmpty).orElse(true);      // what has no input is called once, as by Csmith
            return verdict(task, new Request(target, level, RunSpec.DEFAULT_TIME_LIMIT, runsOnce ? budget.forOnePacket() : budget));
        } catch (InputException e) {
            return Verdict.of(RandomPrograms.Outcome.REFUSED, Failures.oneLine(e).replaceFirst("^\\S+: ", ""), seconds(begin));
        } catch (TargetException | RuntimeException | OutOfMemoryError | StackOverflowError | AssertionError e) {
            return Verdict.of(RandomPrograms.Outcome.ERROR, e.getClass().getSimpleName() + ": " + Failures.oneLine(e) + at(e), seconds(begin));
        }
    }

    private static String at(Throwable e) {
        return e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
    }

    /** The exploration keeps to its budget; what follows knows of no limit but the user's wish to end. */
    private static void end(StopSignal stop, long begin, Duration used, double limit) {
        try {
            while (seconds(begin) < limit || used().minus(used).toMillis() / 1e3 < limit) {
                Thread.sleep(LOOK);
            }
            stop.request();
        } catch (InterruptedException e) {
            // It was at its end in time.
        }
    }

    /** Time that the machine spends on others is not the analysis's. */
    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private Verdict verdict(Task task, Request request) throws InputException, TargetException {
        StopSignal stop = new StopSignal();
        try (TargetSession session = TargetSession.open(request, stop)) {
            say("started");
            long begin = System.nanoTime();
            Duration used = used();
            Patience patience = new Patience(request.budget().time(), stop);
            Exploration exploration = session.explore(_ -> { }, stop);
            say("explored");
            Thread timer = Thread.ofPlatform().daemon().start(() -> end(stop, begin, used, task.seconds()));
            Derivation derivation = Engine.derive(session, exploration, patience);
            double seconds = Math.min(seconds(begin), used().minus(used).toMillis() / 1e3);
            timer.interrupt();
            say("derived");
            Examination.Result result = new Examination(session.referee(exploration), exploration, derivation, task.seed()).run(task.packets());
            Standing standing = Standing.of(derivation.contract());
            boolean exact = derivation.contract().classes().stream().allMatch(each -> each.exact());
            String reason = derivation.contract().reasons().stream().filter(each -> !(task.mayNotEnd() && Standing.isEndless(each)))
                    .findFirst().orElse(seconds > task.seconds() + TOLERANCE ? "the wording took more than 2 s over its time" : "");
            RandomPrograms.Outcome outcome = outcome(task, exploration, standing, result, seconds);
            return new Verdict(outcome, outcome == RandomPrograms.Outcome.PASSED ? "" : reason, exploration.paths().size(), exact,
                    result.packets(), result.violations(), seconds);
        }
    }

    private static RandomPrograms.Outcome outcome(Task task, Exploration exploration, Standing standing, Examination.Result result, double seconds) {
        if (!result.violations().isEmpty()) {
            return RandomPrograms.Outcome.VIOLATION;
        }
        if (seconds > task.seconds() + TOLERANCE) {
            return RandomPrograms.Outcome.OVERTIME;
        }
        switch (standing) {
            case WHOLE -> {
                return RandomPrograms.Outcome.PASSED;
            }
            case WEAK -> {
                return RandomPrograms.Outcome.WEAK;
            }
            case ENDLESS -> {
                return task.mayNotEnd() ? RandomPrograms.Outcome.PASSED : RandomPrograms.Outcome.INCOMPLETE;
            }
            case PARTIAL -> { }
        }
        boolean ended = exploration.reasons().stream().anyMatch(reason -> USED_UP.matcher(reason).matches())
                || exploration.paths().stream().anyMatch(path -> path.end() instanceof End.Stopped(End.Kind kind, String _, long _)
                        && kind == End.Kind.BUDGET);
        return ended ? RandomPrograms.Outcome.TIMEOUT : RandomPrograms.Outcome.INCOMPLETE;
    }
}
