package org.perfcontracts.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Tables;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Frame;
import org.perfcontracts.explore.state.PathCost;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.ImpatientSolver;
import org.perfcontracts.smt.SharedAnswers;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/** One exploration with some regions besides the registered ones. It can be set aside, and gone on with later. Methods are for one thread but for {@link #stop}. */
final class Attempt {
    private static final String OUT_OF_MEMORY = "there was no memory left";
    private static final long REPORT_EVERY_MILLIS = 200;
    private static final long WATCH_EVERY_MILLIS = 20;
    /** How long after a limit a worker may take to come back before it is left behind. */
    private static final long GRACE_NANOS = 500_000_000L;
    private static final long WORKER_STACK_BYTES = 256L << 20;
    private static final int MOST_RESTARTS = 64;
    /** How often to look whether memory that was found to be state was found to hold more. */
    private static final long LOOK_EVERY_NANOS = 200_000_000L;
    /** For so many times as long as a look takes, it is not looked again: the workers need the processors. */
    private static final long LEAST_TIMES_A_LOOK = 10;

    private final Common common;
    private final Budget budget;
    private final long start;
    private final List<Region> found;
    private final Remembered remembered;
    private final Map<Long, Set<Long>> jumps = new ConcurrentHashMap<>();
    private int begun;
    private int unbound;
    private Run run;
    private Program program;
    private volatile Control control;
    private volatile String stopReason;
    private boolean silent;
    private List<Thread> threads;

    /**
     * What all attempts of an exploration have in common.
     *
     * @param setup what is explored
     * @param code its code
     * @param tables what its memory holds
     * @param statistics of all questions to solvers
     * @param answers to questions, whoever asked
     */
    record Common(Explorer.Setup setup, Code code, Tables tables, Statistics statistics, SharedAnswers answers) {
    }

    /**
     * What is looked at while an attempt goes on.
     *
     * @param isOutdated whether it has to be made again with what memory was found to hold
     * @param isPremature whether it should be set aside
     */
    record Watch(BooleanSupplier isOutdated, BooleanSupplier isPremature) {
        /** Nothing is. */
        static final Watch NONE = new Watch(() -> false, () -> false);
    }

    /**
     * An attempt that has not yet begun.
     *
     * @param start a reading of {@link System#nanoTime}, from which on time is counted
     * @param found regions besides the registered ones
     */
    Attempt(Common common, Budget budget, long start, List<Region> found, Remembered remembered) {
        this.common = common;
        this.budget = budget;
        this.start = start;
        this.found = found;
        this.remembered = remembered;
        begin();
    }

    private void begin() {
        Explorer.Setup setup = common.setup;
        begun++;
        control = new Control(budget, start);
        if (stopReason != null) {
            control.stop(stopReason);
        }
        if (silent) {
            control.silence();
        }
        unbound = setup.marks().unboundCount();
        program = new Program(setup.terms(), setup.snapshot(), common.code, setup.marks(), setup.regions().with(found), setup.until(), jumps, control, remembered, common.tables, lines());
        run = Run.whole(state -> PathCost.of(state, setup.marks(), program.lines()), program::noteWritten);
        threads = null;
    }

    /** Counts cache lines. */
    private LineCounter lines() {
        return new LineCounter(common.setup.terms(), common.code, new PlaceNames(common.setup, found)::of);
    }

    /** Goes on with it until it is over or has been set aside. */
    void goOn(Watch watch, Consumer<Progress> listener) throws InterruptedException {
        while (true) {
            if (threads == null) {
                for (int i = 0; i < common.setup.injection().states(); i++) {
                    run.frontier().push(firstState(i));
                }
                threads = workers();
            }
            control.goOn();
            watch(watch, listener);
            if (isAside()) {
                return;
            }
            if (control.reason() == null && hasUnbound()) {
                control.restart();
            }
            if (!control.wantsRestart() || begun == MOST_RESTARTS) {
                if (control.isHeard()) {
                    remembered.end();
                }
                return;
            }
            begin();
        }
    }

    /** Ends it with what it has found; may be called from any thread. */
    void stop(String reason) {
        stopReason = reason;
        control.stop(reason);
    }

    /** Whether it has been set aside. */
    boolean isAside() {
        return control.isAside();
    }

    /** Lets nothing be noted any more of what memory holds. */
    void silence() {
        silent = true;
        control.silence();
    }

    /** Why it was ended early; null where it was not. */
    String reason() {
        return control.reason();
    }

    /** Lets go of what it has found, for the memory that it takes. */
    void discard() {
        run = Run.none();
    }

    // ---- what came of it

    /** The regions that it was made with, besides the registered ones. */
    List<Region> found() {
        return found;
    }

    Run run() {
        return run;
    }

    Program program() {
        return program;
    }

    Control control() {
        return control;
    }

    /** Whether it came to its end and nothing stops that does not stop in another attempt, or faults or goes round for ever that does not, as far as that has come. */
    boolean isAsGoodAs(Attempt other) {
        return reason() == null && other.badEnds().containsAll(badEnds());
    }

    /** The names of regions that it was made without. */
    List<String> without(List<Region> regions) {
        return regions.stream().filter(region -> !found.contains(region)).map(Region::name).toList();
    }

    /** The most instructions of a path that has come to its end. */
    long longestPath() {
        return run.finished().stream().mapToLong(each -> each.state().trace.length()).max().orElse(0);
    }

    /** The addresses of instructions that fault. */
    Set<Long> faults() {
        Set<Long> places = new HashSet<>();
        run.finished().forEach(each -> {
            if (each.end() instanceof End.Faults(_, long address)) {
                places.add(address);
            }
        });
        return places;
    }

    /** Where a path was not followed to its end, or faults or goes round for ever, that does not in another attempt, and why; empty where there is none. */
    Optional<Run.Finished> hindrance(Attempt other) {
        Set<Long> known = other.badEnds();
        return run.finished().stream().filter(each -> badEnd(each).filter(address -> !known.contains(address)).isPresent())
                .min(Comparator.comparingLong(each -> each.state().trace.length()));
    }

    private boolean divides(long address) {
        return Set.of("div", "idiv").contains(common.code.at(address).mnemonic());
    }

    private Set<Long> badEnds() {
        Set<Long> places = new HashSet<>();
        run.finished().forEach(each -> badEnd(each).ifPresent(places::add));
        return places;
    }

    private Optional<Long> badEnd(Run.Finished each) {
        return switch (each.end()) {
            case End.Stopped(_, _, long address) -> Optional.of(address);
            // What packets leave may well be divided by; where an address leads that it is part of is less certain.
            case End.Faults(_, long address) when !divides(address) -> Optional.of(address);
            case End.Endless(_, long address) -> Optional.of(address);
            case End.Faults _, End.Returned _, End.Reentered _ -> Optional.empty();
        };
    }

    /** Whether marks were found to belong to no data structure, so that costs told by their names do not hold. */
    private boolean hasUnbound() {
        if (common.setup.marks().pcvs().isEmpty()) {
            return false;
        }
        run.finished().forEach(Run.Finished::cost);
        return common.setup.marks().unboundCount() > unbound;
    }

    // ---- the first states

    private State firstState(int number) {
        Explorer.Setup setup = common.setup;
        State state = new State(setup.terms(), setup.snapshot());
        setup.injection().into(state, number);
        state.setModel(someInput(state.constraints));
        long stackPointer = setup.snapshot().general(4);
        Term returnAddress = state.memory.isMapped(stackPointer, 8) ? state.memory.load(stackPointer, 8) : null;
        long back = returnAddress instanceof Constant known ? known.toLong() : 0;
        state.frame = new Frame(null, 0, setup.snapshot().instructionPointer(), 0, back, stackPointer);
        return state;
    }

    /** Values that meet the assumptions on the input, zeros if they do; null where none were found: then decisions ask by themselves. */
    private Assignment someInput(List<Term> assumptions) {
        if (assumptions.stream().allMatch(new Evaluator(Assignment.ZERO)::isTrue)) {
            return Assignment.ZERO;
        }
        try (Solver solver = SolverChain.create(common.setup.terms(), common.statistics)) {
            return solver.check(assumptions) instanceof Answer.Satisfiable(Assignment model) ? model : null;
        }
    }

    // ---- work

    private List<Thread> workers() {
        List<Thread> workers = new ArrayList<>();
        Program ofThese = program;
        Run inThis = run;
        Control by = control;
        for (int i = 0; i < common.setup.workers(); i++) {
            Thread thread = new Thread(null, () -> workUntilDone(ofThese, inThis, by), "explorer-" + i, WORKER_STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            workers.add(thread);
        }
        return workers;
    }

    /** Watches the workers until they are done or have been told to wait. */
    private void watch(Watch watch, Consumer<Progress> listener) throws InterruptedException {
        long reported = System.nanoTime();
        long nextLook = reported + LOOK_EVERY_NANOS;
        long stopped = 0;
        for (Thread thread : threads) {
            while (!thread.join(Duration.ofMillis(WATCH_EVERY_MILLIS))) {
                control.checkLimits(run.finishedCount() + run.frontier().size());
                long now = System.nanoTime();
                if (control.reason() != null) {
                    stopped = stopped == 0 ? now : stopped;
                    if (now - stopped > GRACE_NANOS) {
                        leaveBehind();
                        return;
                    }
                }
                if (now > nextLook) {
                    if (watch.isOutdated.getAsBoolean()) {
                        control.stop(Control.OUTDATED);
                    } else if (control.reason() == null && watch.isPremature.getAsBoolean()) {
                        control.setAside();
                        return;
                    }
                    long looked = System.nanoTime();
                    nextLook = looked + Math.max(LOOK_EVERY_NANOS, LEAST_TIMES_A_LOOK * (looked - now));
                }
                if (now - reported > REPORT_EVERY_MILLIS * 1_000_000) {
                    reported = now;
                    listener.accept(progress());
                }
            }
        }
    }

    /** Ends the paths that nobody will run any more; a worker that does not come back keeps the state that it has. */
    private void leaveBehind() {
        for (State waiting = run.frontier().poll(); waiting != null; waiting = run.frontier().poll()) {
            run.finish(waiting, new End.Stopped(End.Kind.BUDGET, control.reason(), waiting.instructionPointer));
        }
    }

    private Progress progress() {
        return new Progress(run.finishedCount(), run.frontier().size(), control.instructions(), common.statistics.queries(),
                common.statistics.time(), Duration.ofNanos(control.elapsedNanos()));
    }

    private void workUntilDone(Program of, Run within, Control by) {
        try (Solver solver = new ImpatientSolver(
                SolverChain.create(common.setup.terms(), common.statistics, SolverChain.QUESTION_LIMIT, common.answers), by::mustStop)) {
            Worker worker = new Worker(of, solver, by, common.setup.injection().inputs().packetsOfDevice());
            for (State next = within.frontier().take(); next != null; next = within.frontier().take()) {
                // With a state left to run there is one path more at least.
                if (!next.isVoid() && within.hasFinished(budget.paths())) {
                    by.stop("the limit of " + budget.paths() + " paths was reached");
                }
                runGuarded(worker, next, within);
                within.frontier().done();
            }
        } catch (Error full) {
            // Not even that a path ended could be noted. Nothing that takes memory here.
            by.stop(OUT_OF_MEMORY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A defect of ours must not lose a path silently: it ends the path like anything else that cannot be followed. So does an error,
     * such as a full heap: a worker that ended without a word would leave the others waiting.
     */
    private static void runGuarded(Worker worker, State state, Run run) {
        try {
            if (!state.isVoid()) {
                worker.runOne(state, run);
            }
        } catch (RuntimeException | Error defect) {
            run.finish(state, new End.Stopped(End.Kind.UNSUPPORTED, "internal error: " + defect, state.instructionPointer));
            if (System.getProperty("bolt.debug") != null) {
                defect.printStackTrace();
            }
        }
    }
}
