package org.perfcontracts.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.lines.LineCounter;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
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
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.ImpatientSolver;
import org.perfcontracts.smt.SharedAnswers;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;
import org.perfcontracts.x86.Decoder;

/** Explores all feasible paths of a program from a snapshot. One object explores once. */
public final class Explorer {
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
    /** While it is not known what it holds, loops may have no end that have one: how much longer a path may be, and how long in any case. */
    private static final int MOST_TIMES_LONGER = 20;
    private static final int LEAST_STEPS = 100_000;
    /** How often what memory holds is found anew because its arrays are seen to be others. */
    private static final int MOST_RESETS = 10;

    private final Setup setup;
    private final Code code;
    private final Tables tables;
    private final Statistics statistics;
    private final SharedAnswers answers = new SharedAnswers();
    private volatile Control control;
    private volatile String stopReason;

    /** When the processing of a packet is over. */
    public enum Until {
        /** When the entry returns to its caller. */
        RETURN,
        /** When the entry is entered again. */
        REENTRY
    }

    /**
     * What to explore.
     *
     * @param terms where to make terms
     * @param snapshot the process, stopped at the entry
     * @param decoder for its instructions
     * @param marks its marked points
     * @param regions its abstract state
     * @param until when a packet is done
     * @param injection how the packet enters
     * @param inner the address of the network function, whose share of the cost is to be told from what is around it; or empty
     * @param lines says where an address is, such as {@code router.c:57}, for the names of automatic PCVs and for reasons
     * @param variables the variable of the program that covers an address
     * @param budget what may be used
     * @param workers how many threads explore
     */
    public record Setup(Terms terms, Snapshot snapshot, Decoder decoder, MarkPoints marks, Regions regions, Until until, Injection injection,
                        OptionalLong inner, LongFunction<String> lines, LongFunction<Optional<Variable>> variables, Budget budget, int workers) {
    }

    /** A variable of the program, by its symbol. */
    public record Variable(String name, long address, long size) {
    }

    /** An explorer of what the set-up says. */
    public Explorer(Setup setup) {
        this(setup, new Statistics());
    }

    /** The same, whose questions to solvers are counted among others. */
    public Explorer(Setup setup, Statistics statistics) {
        this.setup = setup;
        this.statistics = statistics;
        this.code = new Code(setup.snapshot, setup.decoder);
        this.tables = new Tables(setup.terms, setup.snapshot, address -> setup.variables.apply(address).map(Variable::name).orElse("0x" + Long.toHexString(address)));
    }

    /** Figures of the solver chain, growing while the exploration goes on. */
    public Statistics statistics() {
        return statistics;
    }

    /** Ends the exploration early with what has been found; may be called from any thread. */
    public void stop(String reason) {
        stopReason = reason;
        Control running = control;
        if (running != null) {
            running.stop(reason);
        }
    }

    /**
     * Explores, telling now and then how far it is. Where packets change memory that later packets read and that nobody has
     * registered, it is explored again with what may be there: what the snapshot holds and whatever packets write, which is found by
     * exploring until nothing else is written. If that cannot be followed to the end, the contract is one for the content of the
     * snapshot and says so.
     */
    public Exploration explore(Consumer<Progress> listener) throws InterruptedException {
        long start = System.nanoTime();
        Remembered remembered = new Remembered(setup.snapshot, setup.variables, frames());
        Attempt good = attempt(setup.budget, start, List.of(), remembered, () -> false, listener);
        remembered.noteFaults(good.faults());
        TreeSet<String> others = new TreeSet<>();
        String stopped = null;
        if (setup.budget.findings() == Budget.ONLY_NAMED) {
            Remembered.Found named = find(remembered);
            others.addAll(named.others());
            others.addAll(named.regions().stream().map(Region::name).toList());
        }
        for (int i = 0; i < setup.budget.findings() && good.control.reason() == null; i++) {
            Remembered.Found more = find(remembered);
            others = new TreeSet<>(more.others());
            if (more.regions().equals(good.found)) {
                break;
            }
            Duration limit = setup.budget.time().multipliedBy(3).dividedBy(4);
            Attempt better = settled(setup.budget.within(limit, good.longestPath() * MOST_TIMES_LONGER + LEAST_STEPS), start, remembered, listener);
            boolean isLast = i + 1 == setup.budget.findings();
            if (!isLast && stopReason == null && better.control.reason() == null && !better.without(find(remembered).regions()).isEmpty() && !better.isAsGoodAs(good)) {
                // What nobody came to before is as it was still, and does not go with what the rest may hold now.
                continue;
            }
            if (stopReason != null || !better.isAsGoodAs(good)) {
                others.addAll(good.without(more.regions()));
                stopped = better.control.reason();
                break;
            }
            good = better;
            if (isLast) {
                // Nobody looks any further: what is still remembered is said to be as it was.
                Remembered.Found left = find(remembered);
                others.addAll(left.others());
                others.addAll(good.without(left.regions()));
            }
        }
        return new Results(setup, code).of(good, new Results.Kept(others, Optional.ofNullable(stopped)), System.nanoTime() - start);
    }

    /** Explores with all memory that was found until packets write nothing there that it was not taken to hold. */
    private Attempt settled(Budget budget, long start, Remembered remembered, Consumer<Progress> listener) throws InterruptedException {
        int resets = 0;
        int overlooked = 0;
        while (true) {
            List<Region> found = find(remembered).regions();
            remembered.begin();
            BooleanSupplier isOutdated = switch (overlooked) {
                case 0 -> () -> !keeps(found, find(remembered).regions());
                case 1 -> remembered.contents()::hasWidened;
                default -> () -> false;
            };
            Attempt attempt = attempt(budget, start, found, remembered, isOutdated, listener);
            List<Region> now = find(remembered).regions();
            boolean endedEarly = Control.OUTDATED.equals(attempt.control.reason());
            if (!endedEarly && (attempt.control.reason() != null || keeps(found, now))) {
                return attempt;
            }
            if (endedEarly && keeps(found, now)) {
                // What it was ended for was but a moment's: it is made again, and ended only for what cannot be taken back.
                overlooked++;
                continue;
            }
            overlooked = 0;
            if (resets < MOST_RESETS && (remembered.contents().hasLost() ? !layout(found).equals(layout(now)) : !isRefined(found, now))) {
                // What was written to memory whose arrays were not yet understood may be anything.
                resets++;
                remembered.contents().forget();
            }
        }
    }

    private Frames frames() {
        return switch (setup.until) {
            case RETURN -> Frames.ofCall(setup.snapshot);
            case REENTRY -> Frames.ofThread(setup.snapshot);
        };
    }

    /** Of a whole stack, whose pools and rings are taken as they are, only arrays that are accessed at open places. */
    private Remembered.Found find(Remembered remembered) {
        return switch (setup.until) {
            case RETURN -> remembered.find(setup.injection.memory());
            case REENTRY -> remembered.findArrays(setup.injection.memory());
        };
    }

    /** Where regions are and how they are divided, whatever they hold. */
    private static List<List<Long>> layout(List<Region> regions) {
        return regions.stream().map(region -> {
            List<Long> places = new ArrayList<>(List.of(region.address(), region.count(), (long) region.elementSize()));
            region.arrays().forEach(each -> places.addAll(List.of((long) each.offset(), (long) each.size(), (long) each.count())));
            region.chunks().forEach(chunk -> places.add((long) chunk.offset()));
            return places;
        }).toList();
    }

    /** Whether regions are as before but for arrays in their elements that have come up, or have more slots: their slots were told one from the other before. */
    private static boolean isRefined(List<Region> before, List<Region> now) {
        return elements(before).equals(elements(now)) && IntStream.range(0, now.size()).allMatch(i -> before.get(i).arrays().stream().allMatch(
                array -> now.get(i).arrays().stream().anyMatch(other -> other.size() == array.size() && other.contains(array.offset()))));
    }

    private static List<List<Long>> elements(List<Region> regions) {
        return regions.stream().map(region -> List.of(region.address(), region.count(), (long) region.elementSize())).toList();
    }

    /** Whether regions are still taken to hold the same, though there may be others. */
    private static boolean keeps(List<Region> before, List<Region> now) {
        return now.containsAll(before);
    }

    /** One exploration with some regions besides the registered ones. */
    record Attempt(Run run, Program program, Control control, List<Region> found) {
        /** Whether nothing stops that did not stop in another attempt, or faults or goes round for ever that did not. */
        boolean isAsGoodAs(Attempt other) {
            return control.reason() == null && other.badEnds().containsAll(badEnds());
        }

        /** The names of regions that it was made without. */
        List<String> without(List<Region> regions) {
            return regions.stream().filter(region -> !found.contains(region)).map(Region::name).toList();
        }

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

        private boolean divides(long address) {
            return Set.of("div", "idiv").contains(program.code().at(address).mnemonic());
        }

        private Set<Long> badEnds() {
            Set<Long> places = new HashSet<>();
            for (Run.Finished each : run.finished()) {
                switch (each.end()) {
                    case End.Stopped(_, _, long address) -> places.add(address);
                    // What packets leave may well be divided by; where an address leads that it is part of is less certain.
                    case End.Faults(_, long address) when !divides(address) -> places.add(address);
                    case End.Endless(_, long address) -> places.add(address);
                    case End.Faults _, End.Returned _, End.Reentered _ -> {
                    }
                }
            }
            return places;
        }
    }

    /** Counts cache lines, where some state was found. */
    private LineCounter lines(List<Region> found) {
        return new LineCounter(setup.terms, code, new PlaceNames(setup, found)::of);
    }

    private Attempt attempt(Budget budget, long start, List<Region> found, Remembered remembered, BooleanSupplier isOutdated,
            Consumer<Progress> listener) throws InterruptedException {
        Map<Long, Set<Long>> jumps = new ConcurrentHashMap<>();
        for (int attempt = 1; ; attempt++) {
            Control current = new Control(budget, start);
            int unbound = setup.marks.unboundCount();
            control = current;
            if (stopReason != null) {
                current.stop(stopReason);
            }
            Program program = new Program(setup.terms, setup.snapshot, code, setup.marks, setup.regions.with(found), setup.until, jumps, current, remembered, tables, lines(found));
            Run run = Run.whole(state -> PathCost.of(state, setup.marks, program.lines()), program::noteWritten);
            for (int i = 0; i < setup.injection.states(); i++) {
                run.frontier().push(firstState(i));
            }
            work(program, run, current, isOutdated, listener);
            if (current.reason() == null && hasUnbound(run, unbound)) {
                current.restart();
            }
            if (!current.wantsRestart() || attempt == MOST_RESTARTS) {
                return new Attempt(run, program, current, found);
            }
        }
    }

    /** Whether marks were found to belong to no data structure, so that costs told by their names do not hold. */
    private boolean hasUnbound(Run run, int before) {
        if (setup.marks.pcvs().isEmpty()) {
            return false;
        }
        run.finished().forEach(Run.Finished::cost);
        return setup.marks.unboundCount() > before;
    }

    private State firstState(int number) {
        State state = new State(setup.terms, setup.snapshot);
        setup.injection.into(state, number);
        state.setModel(someInput(state.constraints));
        long stackPointer = setup.snapshot.general(4);
        Term returnAddress = state.memory.isMapped(stackPointer, 8) ? state.memory.load(stackPointer, 8) : null;
        long back = returnAddress instanceof Constant known ? known.toLong() : 0;
        state.frame = new Frame(null, 0, setup.snapshot.instructionPointer(), 0, back, stackPointer);
        return state;
    }

    /** Values that meet the assumptions on the input, zeros if they do; null where none were found: then decisions ask by themselves. */
    private Assignment someInput(List<Term> assumptions) {
        if (assumptions.stream().allMatch(new Evaluator(Assignment.ZERO)::isTrue)) {
            return Assignment.ZERO;
        }
        try (Solver solver = SolverChain.create(setup.terms, statistics)) {
            return solver.check(assumptions) instanceof Answer.Satisfiable(Assignment model) ? model : null;
        }
    }

    // ---- work

    private void work(Program program, Run run, Control current, BooleanSupplier isOutdated, Consumer<Progress> listener) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < setup.workers; i++) {
            Thread thread = new Thread(null, () -> workUntilDone(program, run, current), "explorer-" + i, WORKER_STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        long reported = System.nanoTime();
        long nextLook = reported + LOOK_EVERY_NANOS;
        long stopped = 0;
        for (Thread thread : threads) {
            while (!thread.join(Duration.ofMillis(WATCH_EVERY_MILLIS))) {
                current.checkLimits(run.finishedCount() + run.frontier().size());
                long now = System.nanoTime();
                if (current.reason() != null) {
                    stopped = stopped == 0 ? now : stopped;
                    if (now - stopped > GRACE_NANOS) {
                        leaveBehind(run, current);
                        return;
                    }
                }
                if (now > nextLook) {
                    if (isOutdated.getAsBoolean()) {
                        current.stop(Control.OUTDATED);
                    }
                    long looked = System.nanoTime();
                    nextLook = looked + Math.max(LOOK_EVERY_NANOS, LEAST_TIMES_A_LOOK * (looked - now));
                }
                if (now - reported > REPORT_EVERY_MILLIS * 1_000_000) {
                    reported = now;
                    listener.accept(progress(run, current));
                }
            }
        }
    }

    /** Ends the paths that nobody will run any more; a worker that does not come back keeps the state that it has. */
    private static void leaveBehind(Run run, Control current) {
        for (State waiting = run.frontier().poll(); waiting != null; waiting = run.frontier().poll()) {
            run.finish(waiting, new End.Stopped(End.Kind.BUDGET, current.reason(), waiting.instructionPointer));
        }
    }

    private Progress progress(Run run, Control current) {
        return new Progress(run.finishedCount(), run.frontier().size(), current.instructions(), statistics.queries(),
                statistics.time(), Duration.ofNanos(current.elapsedNanos()));
    }

    private void workUntilDone(Program program, Run run, Control current) {
        try (Solver solver = new ImpatientSolver(
                SolverChain.create(setup.terms, statistics, SolverChain.QUESTION_LIMIT, answers), current::mustStop)) {
            Worker worker = new Worker(program, solver, current, setup.injection.inputs().packetsOfDevice());
            for (State next = run.frontier().take(); next != null; next = run.frontier().take()) {
                // With a state left to run there is one path more at least.
                if (!next.isVoid() && run.hasFinished(setup.budget.paths())) {
                    current.stop("the limit of " + setup.budget.paths() + " paths was reached");
                }
                runGuarded(worker, next, run);
                run.frontier().done();
            }
        } catch (Error full) {
            // Not even that a path ended could be noted. Nothing that takes memory here.
            current.stop(OUT_OF_MEMORY);
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
