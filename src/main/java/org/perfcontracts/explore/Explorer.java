package org.perfcontracts.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.FoundWords;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.memory.Tables;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.explore.state.Calls;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Frame;
import org.perfcontracts.explore.state.Frontier;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.ImpatientSolver;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;
import org.perfcontracts.x86.Decoder;

/** Explores all feasible paths of a program from a snapshot. One object explores once. */
public final class Explorer {
    private static final long REPORT_EVERY_MILLIS = 200;
    private static final long WATCH_EVERY_MILLIS = 20;
    /** How long after a limit a worker may take to come back before it is left behind. */
    private static final long GRACE_NANOS = 500_000_000L;
    private static final long WORKER_STACK_BYTES = 256L << 20;
    private static final int MOST_RESTARTS = 64;
    /** How often to look whether memory that was found to be state was found to hold more. */
    private static final long LOOK_EVERY_NANOS = 200_000_000L;
    /** While it is not known what it holds, loops may have no end that have one: how much longer a path may be, and how long in any case. */
    private static final int MOST_TIMES_LONGER = 20;
    private static final int LEAST_STEPS = 100_000;
    /** How often what memory holds is found anew because its arrays are seen to be others. */
    private static final int MOST_RESETS = 10;

    private final Setup setup;
    private final Code code;
    private final Tables tables;
    private final Statistics statistics;
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
        Remembered remembered = new Remembered(setup.snapshot, setup.variables);
        Attempt good = attempt(setup.budget, start, List.of(), remembered, () -> false, listener);
        TreeSet<String> others = new TreeSet<>();
        for (int i = 0; i < setup.budget.findings() && good.control.reason() == null; i++) {
            Remembered.Found more = find(remembered);
            others = new TreeSet<>(more.others());
            if (more.regions().equals(good.found)) {
                break;
            }
            Duration limit = setup.budget.time().multipliedBy(3).dividedBy(4);
            Attempt better = settled(setup.budget.within(limit, good.longestPath() * MOST_TIMES_LONGER + LEAST_STEPS), start, remembered, listener);
            if (stopReason != null || !better.isAsGoodAs(good)) {
                others.addAll(good.without(more.regions()));
                break;
            }
            good = better;
            if (i + 1 == setup.budget.findings()) {
                // Nobody looks any further: what is still remembered is said to be as it was.
                Remembered.Found left = find(remembered);
                others.addAll(left.others());
                others.addAll(good.without(left.regions()));
            }
        }
        good.asInSnapshot.addAll(others);
        return result(good, good.found, System.nanoTime() - start);
    }

    /** Explores with all memory that was found until packets write nothing there that it was not taken to hold. */
    private Attempt settled(Budget budget, long start, Remembered remembered, Consumer<Progress> listener) throws InterruptedException {
        int resets = 0;
        while (true) {
            List<Region> found = find(remembered).regions();
            remembered.begin();
            Attempt attempt = attempt(budget, start, found, remembered, () -> !keeps(found, find(remembered).regions()), listener);
            List<Region> now = find(remembered).regions();
            boolean isOver = attempt.control.reason() != null && !attempt.control.reason().equals(Control.OUTDATED);
            if (isOver || keeps(found, now)) {
                return attempt;
            }
            if (resets < MOST_RESETS && !layout(found).equals(layout(now))) {
                // What was written to memory whose arrays were not yet understood may be anything.
                resets++;
                remembered.forgetRanges();
            }
        }
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
            region.chunks().forEach(chunk -> places.add((long) chunk.offset()));
            return places;
        }).toList();
    }

    /** Whether regions are still taken to hold the same, though there may be others. */
    private static boolean keeps(List<Region> before, List<Region> now) {
        return now.containsAll(before);
    }

    /** One exploration with some regions besides the registered ones, and the memory that it was found to remember otherwise. */
    private record Attempt(Run run, Program program, Control control, List<Region> found, TreeSet<String> asInSnapshot) {
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

        private Set<Long> badEnds() {
            Set<Long> places = new HashSet<>();
            for (Run.Finished each : run.finished()) {
                switch (each.end()) {
                    case End.Stopped(_, _, long address) -> places.add(address);
                    case End.Faults(_, long address) -> places.add(address);
                    case End.Endless(_, long address) -> places.add(address);
                    case End.Returned _, End.Reentered _ -> {
                    }
                }
            }
            return places;
        }
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
            Program program = new Program(setup.terms, setup.snapshot, code, setup.marks, setup.regions.with(found), setup.until, jumps, current, remembered, tables);
            Run run = new Run(null, new Frontier());
            run.frontier().push(firstState());
            work(program, run, current, isOutdated, listener);
            if (current.reason() == null && hasUnbound(run, unbound)) {
                current.restart();
            }
            if (!current.wantsRestart() || attempt == MOST_RESTARTS) {
                return new Attempt(run, program, current, found, new TreeSet<>());
            }
        }
    }

    /** Whether marks were found to belong to no data structure, so that costs told by their names do not hold. */
    private boolean hasUnbound(Run run, int before) {
        if (setup.marks.pcvs().isEmpty()) {
            return false;
        }
        run.finished().forEach(each -> setup.marks.passages(each.state().trace, 0));
        return setup.marks.unboundCount() > before;
    }

    private State firstState() {
        State state = new State(setup.terms, setup.snapshot);
        setup.injection.into(state);
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
        long looked = reported;
        long stopped = 0;
        for (Thread thread : threads) {
            while (!thread.join(Duration.ofMillis(WATCH_EVERY_MILLIS))) {
                current.checkLimits();
                long now = System.nanoTime();
                if (current.reason() != null) {
                    stopped = stopped == 0 ? now : stopped;
                    if (now - stopped > GRACE_NANOS) {
                        leaveBehind(run, current);
                        return;
                    }
                }
                if (now - looked > LOOK_EVERY_NANOS) {
                    looked = now;
                    if (isOutdated.getAsBoolean()) {
                        current.stop(Control.OUTDATED);
                    }
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
        try (Solver solver = new ImpatientSolver(SolverChain.create(setup.terms, statistics), current::mustStop)) {
            Worker worker = new Worker(program, solver, current);
            for (State next = run.frontier().take(); next != null; next = run.frontier().take()) {
                // With a state left to run there is one path more at least.
                if (!next.isVoid() && run.hasFinished(setup.budget.paths())) {
                    current.stop("the limit of " + setup.budget.paths() + " paths was reached");
                }
                runGuarded(worker, next, run);
                run.frontier().done();
            }
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

    // ---- result

    private Exploration result(Attempt attempt, List<Region> found, long nanos) {
        Run run = attempt.run;
        Program program = attempt.program;
        Control current = attempt.control;
        Optional<String> stopped = Optional.ofNullable(current.reason());
        List<Run.Finished> finished = new ArrayList<>(run.finished());
        finished.sort(Comparator.comparing(each -> each.state().branches));
        Map<String, String> names = automaticNames(finished);
        List<Path> paths = new ArrayList<>();
        TreeSet<String> variables = new TreeSet<>();
        Witnesses witnesses = new Witnesses(setup.terms, program.opaques());
        for (Run.Finished each : finished) {
            Path path = path(paths.size() + 1, each, names, witnesses);
            path.cost().values().forEach(cost -> variables.addAll(cost.variables()));
            paths.add(path);
        }
        Map<String, Long> automatic = new TreeMap<>();
        names.forEach((provisional, name) -> automatic.put(name, CutLoop.automaticAddress(provisional)));
        Map<String, OptionalLong> most = mostPassages(finished, names);
        List<Pcv> pcvs = variables.stream().map(name -> pcv(name, automatic, most.getOrDefault(name, OptionalLong.empty()))).toList();
        List<String> reasons = reasons(paths, finished, stopped);
        return new Exploration(setup.terms, paths, pcvs, automatic, reasons.isEmpty(), reasons, assumptions(attempt, found), List.copyOf(found), !attempt.asInSnapshot.isEmpty(), setup.injection.inputs(),
                calls(finished, names), current.instructions(), nanos / 1e9);
    }

    private Pcv pcv(String name, Map<String, Long> automatic, OptionalLong most) {
        String meaning = automatic.containsKey(name) ? "passages of " + setup.lines.apply(automatic.get(name)) : "passages of the mark " + name;
        return new Pcv(name, meaning, 0, most);
    }

    /** The greatest number of passages that any path allows for each PCV; empty where some path sets no bound. */
    private Map<String, OptionalLong> mostPassages(List<Run.Finished> finished, Map<String, String> names) {
        Map<String, OptionalLong> most = new TreeMap<>();
        for (Run.Finished each : finished) {
            long[] instructions = each.state().trace.instructions(0);
            Map<String, Long> passages = setup.marks.passages(each.state().trace, 0);
            TreeSet<String> points = new TreeSet<>();
            each.state().cuts.forEach(cut -> points.addAll(cut.rates().keySet()));
            for (String point : points) {
                long outside = CutLoop.outside(point, instructions, passages);
                OptionalLong here = CutLoop.most(each.state().cuts, point);
                OptionalLong all = here.isPresent() ? OptionalLong.of(here.getAsLong() + outside) : here;
                most.merge(names.getOrDefault(point, point), all, Explorer::larger);
            }
        }
        return most;
    }

    private static OptionalLong larger(OptionalLong a, OptionalLong b) {
        return a.isEmpty() || b.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()));
    }

    /** Readable names for automatic PCVs: the source line, and the address too where several share a line. */
    private Map<String, String> automaticNames(List<Run.Finished> finished) {
        TreeSet<String> provisional = new TreeSet<>();
        for (Run.Finished each : finished) {
            for (CutLoop cut : each.state().cuts) {
                cut.rates().keySet().stream().filter(name -> CutLoop.automaticAddress(name) != -1).forEach(provisional::add);
            }
        }
        Map<String, Integer> uses = new HashMap<>();
        provisional.forEach(name -> uses.merge(setup.lines.apply(CutLoop.automaticAddress(name)), 1, Integer::sum));
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : provisional) {
            String line = setup.lines.apply(CutLoop.automaticAddress(name));
            names.put(name, uses.get(line) == 1 ? line : line + name);
        }
        return names;
    }

    private Path path(int number, Run.Finished finished, Map<String, String> names, Witnesses witnesses) {
        State state = finished.state();
        long[] instructions = state.trace.instructions(0);
        CutLoop.Together cuts = CutLoop.together(state.cuts);
        Map<String, Long> passages = setup.marks.passages(state.trace, 0);
        Map<Metric, Polynomial> cost = cuts.cost(instructions, state.trace.accessCount(), passages);
        cost.replaceAll((_, polynomial) -> polynomial.renamed(name -> names.getOrDefault(name, name)));
        return new Path(number, List.copyOf(state.constraints), finished.end(), cost, around(state.trace, instructions), cuts.exact(),
                state.cuts.stream().map(CutLoop::position).sorted().toList(),
                setup.marks.classes(instructions), passages, CutLoop.marks(state.cuts), witnesses.of(state, finished.end()),
                state.timestamps, reads(state), state.trace);
    }

    /** Instructions and accesses that are not made between the network function's entry and its return. */
    private Map<Metric, Long> around(Trace trace, long[] instructions) {
        if (setup.inner.isEmpty()) {
            return Map.of();
        }
        boolean[] inside = new boolean[instructions.length];
        for (int i = 1; i < instructions.length; i++) {
            if (instructions[i] == setup.inner.getAsLong()) {
                long back = code.at(instructions[i - 1]).next();
                while (i < instructions.length && instructions[i] != back) {
                    inside[i++] = true;
                }
            }
        }
        long outside = IntStream.range(0, inside.length).filter(i -> !inside[i]).count();
        long accesses = trace.accesses(0).stream().filter(access -> !inside[access.step()]).count();
        return Map.of(Metric.INSTRUCTIONS, outside, Metric.MEMORY_ACCESSES, accesses);
    }

    private static List<String> assumptionsOfMemory(Attempt attempt, List<Region> found) {
        List<String> assumptions = new ArrayList<>();
        if (!attempt.asInSnapshot.isEmpty()) {
            assumptions.add(Exploration.AS_IN_SNAPSHOT + String.join(", ", attempt.asInSnapshot)
                    + " hold what they held before the first packet, though packets change them and later packets read them; register them by bolt_state() (native/bolt.h)");
        }
        found.stream().map(region -> "State " + region.name() + ", found: packets change it and later packets read it; " + FoundWords.of(region)).forEach(assumptions::add);
        return assumptions;
    }

    private List<String> assumptions(Attempt attempt, List<Region> found) {
        List<String> assumptions = assumptionsOfMemory(attempt, found);
        new TreeMap<>(attempt.program.ends()).forEach((why, places) -> assumptions.add(why + ": " + lines(places)));
        new TreeMap<>(attempt.program.assumed()).forEach((range, places) -> assumptions.add(range + ", which was not proved of what is written at "
                + lines(places)));
        return assumptions;
    }

    private String lines(Set<Long> places) {
        return places.stream().map(setup.lines::apply).sorted().distinct().collect(Collectors.joining(", "));
    }

    /** The latest first, so that what is found first at a place has the last word where places are the same. */
    private static List<Injection.Found> reads(State state) {
        List<Injection.Found> cells = new ArrayList<>();
        for (AbstractState.Read read = state.reads; read != null; read = read.earlier()) {
            cells.add(new Injection.Found(read.address(), read.value()));
        }
        return cells;
    }

    /** The calls of library functions on all paths, equal ones once. */
    private List<Call> calls(List<Run.Finished> finished, Map<String, String> names) {
        Set<Call> calls = new LinkedHashSet<>();
        finished.forEach(each -> calls.addAll(Calls.of(each.state(), Calls.NONE, each.state().cuts, setup.marks)));
        return calls.stream().map(call -> call.named(name -> names.getOrDefault(name, name))).toList();
    }

    private List<String> reasons(List<Path> paths, List<Run.Finished> finished, Optional<String> limit) {
        TreeSet<String> reasons = new TreeSet<>();
        limit.ifPresent(reasons::add);
        for (Path path : paths) {
            if (path.end() instanceof End.Endless(String why, long address)) {
                reasons.add("path " + path.number() + " may never end, at 0x" + Long.toHexString(address) + " ("
                        + setup.lines.apply(address) + "): " + why);
            }
            if (path.end() instanceof End.Stopped stopped && stopped.kind() != End.Kind.BUDGET) {
                reasons.add("path " + path.number() + " stops at 0x" + Long.toHexString(stopped.address()) + " ("
                        + setup.lines.apply(stopped.address()) + "): " + stopped.reason());
            }
        }
        for (Run.Finished each : finished) {
            for (CutLoop cut : each.state().cuts) {
                cut.passed().forEach(address -> setup.marks.classes().getOrDefault(address, List.of()).forEach(name ->
                        reasons.add("the class mark \"" + name + "\" at " + setup.lines.apply(address)
                                + " is inside a loop that is cut, so it does not tell which class a packet is in")));
            }
        }
        return List.copyOf(reasons);
    }
}
