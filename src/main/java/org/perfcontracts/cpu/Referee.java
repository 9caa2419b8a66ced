package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Explorer;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.Delivery;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.image.Snapshot;

/**
 * Executes inputs in the stopped process, on the real CPU, and holds what it did against what the exploration says. Not for use
 * by several threads.
 */
public final class Referee {
    private static final long MOST_STEPS = 10_000_000;
    /** Addresses of user space are below 2^47. */
    private static final int USED_ADDRESS_BITS = 47;

    /** More than programs do between two polls. */
    private static final long MOST_STEPS_TO_A_POLL = 1_000_000;

    private final TargetProcess process;
    private final Exploration exploration;
    private final Injection injection;
    private final MarkPoints marks;
    private final Regions regions;
    private final Explorer.Until until;
    private final Symbols symbols = new Symbols();
    private ArrivalValues values;
    private final Map<Integer, long[]> instructionsOf = new HashMap<>();
    private final Map<Integer, long[]> toldOf = new HashMap<>();
    /** Null until it has been found out. */
    private Boolean runsByBlocks;

    /** A referee for the paths of an exploration that started from the process' snapshot. */
    public Referee(TargetProcess process, Exploration exploration, Injection injection, MarkPoints marks, Regions regions,
            Explorer.Until until) {
        this.process = process;
        this.exploration = exploration;
        this.injection = injection;
        this.marks = marks;
        this.regions = regions.with(exploration.found());
        this.until = until;
    }

    /** What the CPU did with a path's witness. */
    public sealed interface Verdict {
        /** The same instructions, accesses and result, address by address. */
        record Equal(Trace trace) implements Verdict {
        }

        /** Something else; the first difference. */
        record Different(String where, Trace trace) implements Verdict {
        }

        /** It was not executed: the path is not complete or has no witness. */
        record NotReplayed(String why) implements Verdict {
        }
    }

    /** Replays a path's witness, if it is known, and compares. */
    public Verdict replay(Path path) throws TargetException {
        return replay(path, MOST_STEPS);
    }

    /** Likewise, given up after so many steps. */
    Verdict replay(Path path, long mostSteps) throws TargetException {
        if (!path.end().isComplete()) {
            return new Verdict.NotReplayed("it was not followed to its end");
        }
        return switch (path.witness().known().orElse(Witness.Answer.OPEN)) {
            case Witness.Answer.Found(Assignment values) -> replay(path, values, mostSteps);
            case Witness.Answer.None _ -> new Verdict.NotReplayed(path.cut()
                    ? "no input leaves each of its loops in the first iteration" : "no input takes it once hashes have their values");
            case Witness.Answer.Open(String why) -> new Verdict.NotReplayed(why);
        };
    }

    private Verdict replay(Path path, Assignment values, long mostSteps) throws TargetException {
        Evaluator witness = new Evaluator(values);
        Trace trace = run(values, path.told(), path.state(), mostSteps);
        return difference(path, witness, trace)
                .<Verdict>map(where -> new Verdict.Different(where, trace))
                .orElseGet(() -> new Verdict.Equal(trace));
    }

    /** Executes an input in the state that the process has and traces it; symbols without a value are zero. */
    public Trace run(Assignment input) throws TargetException {
        return run(input, MOST_STEPS);
    }

    /** Likewise, given up after so many steps. */
    Trace run(Assignment input, long mostSteps) throws TargetException {
        return run(input, List.of(), List.of(), mostSteps);
    }

    /** Likewise, with other contents of memory, and given up after so many steps. */
    public Trace run(Assignment input, List<MemoryWrite> state, long mostSteps) throws TargetException {
        List<MemoryWrite> writes = new ArrayList<>(state);
        injection.writes(input, List.of()).forEach(each -> writes.add(new MemoryWrite(each.address(), each.bytes())));
        return process.replay(new Replay(writes, injection.generals(input), List.of(), stop(), mostSteps));
    }

    /**
     * Executes an input like {@link #run(Assignment)}, but block by block, which is many times faster. Empty where it cannot be executed so, or
     * does not come to its end.
     */
    Optional<Trace> runByBlocks(Assignment input, long mostSteps) throws TargetException {
        if (!canRunByBlocks()) {
            return Optional.empty();
        }
        Trace trace = process.sequence(List.of(replay(input, List.of(), List.of(), mostSteps)), AgentLink.Detail.STEPS).getFirst().trace();
        process.reset();
        return Optional.of(trace).filter(Trace::isDone);
    }

    private boolean canRunByBlocks() throws TargetException {
        if (runsByBlocks == null) {
            runsByBlocks = until == Explorer.Until.RETURN && process.setTablesIfRoom(new PointTable(List.of(), List.of()));
        }
        return runsByBlocks;
    }

    private Trace run(Assignment input, List<Term> told, List<Injection.Found> state, long mostSteps) throws TargetException {
        return process.replay(replay(input, told, state, mostSteps));
    }

    private Replay replay(Assignment input, List<Term> told, List<Injection.Found> state, long mostSteps) {
        List<MemoryWrite> writes = new ArrayList<>();
        injection.writes(input, state).forEach(each -> writes.add(new MemoryWrite(each.address(), each.bytes())));
        Evaluator values = new Evaluator(input);
        return new Replay(writes, injection.generals(input), told.stream().map(values::toLong).toList(), stop(), mostSteps);
    }

    private Replay.Stop stop() {
        return switch (until) {
            case RETURN -> new Replay.Stop.ReturnToCaller();
            case REENTRY -> new Replay.Stop.Reentry();
        };
    }

    /** The regions of abstract state. */
    public Regions regions() {
        return regions;
    }

    /** The state at the entry. */
    public Snapshot snapshot() {
        return process.snapshot();
    }

    /**
     * Packets one behind the other, from the snapshot on; there can be one such sequence at a time.
     *
     * @throws TargetException at level stack without a device that delivers them
     */
    public PacketSequence sequence() throws TargetException {
        if (!canContinue()) {
            throw new TargetException("a sequence of packets at level stack needs a device that delivers them (--driver)");
        }
        return PacketSequence.of(process, exploration, injection, marks, regions, stop());
    }

    /** Those of some queues that the program polls, too, as it goes on: a port that it has started need not be one that it receives from. */
    List<Long> polled(List<Long> queues) throws TargetException {
        List<Long> polled = new ArrayList<>();
        for (long queue : queues) {
            PacketSequence sequence = sequence();
            try {
                if (sequence.run(List.of(Arrival.none().at(new Occasion(queue, Duration.ZERO))), MOST_STEPS_TO_A_POLL).getFirst().isDone()) {
                    polled.add(queue);
                }
            } finally {
                sequence.reset();
            }
        }
        return polled;
    }

    private boolean canContinue() {
        return until == Explorer.Until.RETURN || process.delivery() != Delivery.NONE;
    }

    /** What a device has said of the packet that it delivered first. */
    Delivery delivery() {
        return process.delivery();
    }

    /** How the process' memory is divided into pages. */
    MemoryPages pages() {
        return process.pages();
    }

    /** Whether there can be a {@link #sequence} of calls. */
    boolean hasSequence() {
        return until == Explorer.Until.RETURN && exploration.inputs().hasPackets();
    }

    /** Whether there can be a {@link #sequence} of polls. */
    public boolean hasPolls() {
        return until == Explorer.Until.REENTRY && canContinue() && exploration.inputs().hasPackets();
    }

    /** Whether packets leave a state that {@link #sequence} can bring about: there are regions of abstract state, and it is level nf. */
    public boolean hasState() {
        return (exploration.remembers() || !regions.all().isEmpty()) && until == Explorer.Until.RETURN;
    }

    /** Whether packets leave nothing behind that the contract does not take to be anything. */
    boolean forgets() {
        return !exploration.remembers();
    }

    /** The values of all PCVs during a trace: how often their points were passed. */
    public Map<String, Long> pcvs(Trace trace) {
        TreeMap<Integer, String> touched = new TreeMap<>();
        for (int i = 0; i < trace.length() && !regions.all().isEmpty(); i++) {
            for (int k = trace.accessCount(i) - 1; k >= 0; k--) {
                int step = i;
                regions.at(trace.accessAddress(i, k)).filter(Region::isNamed).ifPresent(region -> touched.put(step, region.instance()));
            }
        }
        Map<String, Long> values = marks.passages(trace.executed(), MarkPoints.instances(trace.length(), touched));
        marks.pcvs().values().forEach(names -> names.forEach(name -> values.putIfAbsent(name, 0L)));
        exploration.pcvs().forEach(pcv -> values.putIfAbsent(pcv.name(), 0L));
        exploration.automatic().forEach((name, address) -> values.put(name, trace.passages(address)));
        return values;
    }

    /**
     * The path that a trace took: the one whose instructions it has executed, with nothing but iterations of the path's
     * cut loops in between, and whose conditions its input meets. Empty where there is none, and so the exploration has missed a path.
     */
    public Optional<Path> pathOf(Trace trace, Assignment input) {
        Evaluator evaluator = new Evaluator(input);
        return pathOf(trace, path -> admits(path, evaluator));
    }

    /** Likewise for a packet of a sequence. */
    public Optional<Path> pathOf(Trace trace, Arrival arrival) {
        return pathOf(trace, admitting(arrival));
    }

    private Optional<Path> pathOf(Trace trace, Predicate<Path> admits) {
        return pathsOf(trace).stream().filter(admits).max(Comparator.comparingInt(path -> path.trace().length()));
    }

    /** Whether an input meets the conditions of a path that are about nothing but the input. */
    public boolean admits(Path path, Evaluator input) {
        return admits(path, input, exploration.inputs()::contains);
    }

    private boolean admits(Path path, Evaluator input, Predicate<Symbol> known) {
        return path.constraints().stream().filter(constraint -> symbols.of(constraint).stream().allMatch(known)).allMatch(input::isTrue);
    }

    /**
     * Whether a packet of a sequence meets these conditions. What a buffer holds behind a packet that a device has delivered is what earlier ones left there. Of
     * packets that a device delivers together the driver may leave some for later polls, so that it is not known which are those of a poll.
     */
    Predicate<Path> admitting(Arrival arrival) {
        if (exploration.inputs().isBurstOfDevice()) {
            return _ -> true;
        }
        if (values == null) {
            Set<Symbol> spokenOf = new HashSet<>();
            exploration.paths().forEach(path -> path.constraints().forEach(constraint -> spokenOf.addAll(symbols.of(constraint))));
            values = new ArrivalValues(exploration.inputs(), spokenOf, process.delivery() == Delivery.NONE);
        }
        Map<Symbol, BigInteger> known = values.of(arrival);
        Evaluator input = new Evaluator(Assignment.of(known));
        return path -> admits(path, input, known::containsKey);
    }

    /** Whether a packet has ended with a fault, of which some path that admits it tells. */
    boolean tellsOfFault(Trace.End end, Arrival arrival) {
        return end instanceof Trace.End.Fault(long address, int _) && exploration.paths().stream()
                .filter(path -> path.end() instanceof End.Faults(String _, long at) && at == address).anyMatch(admitting(arrival));
    }

    /**
     * All paths that a trace may have taken in that sense: what lies between is not held against the loops. Where paths differ only in
     * how often a repeated instruction repeats, those that access memory as often.
     */
    public List<Path> pathsOf(Trace trace) {
        long[] executed = trace.executed();
        List<Path> alike = exploration.paths().stream().filter(path -> endsAlike(path, trace) && fits(path, executed, instructions(path))).toList();
        if (alike.size() < 2) {
            return alike;
        }
        long[] told = told(executed, trace::accessCount);
        List<Path> same = alike.stream().filter(path -> fits(path, told, told(path))).toList();
        return same.isEmpty() ? alike : same;
    }

    private long[] instructions(Path path) {
        return instructionsOf.computeIfAbsent(path.number(), _ -> path.trace().instructions(0));
    }

    private long[] told(Path path) {
        return toldOf.computeIfAbsent(path.number(), _ -> {
            int[] accesses = new int[path.trace().length()];
            path.trace().accesses(0).forEach(access -> accesses[access.step()]++);
            return told(instructions(path), i -> accesses[i]);
        });
    }

    /** The addresses of instructions, each told from others also by its number of accesses. */
    private static long[] told(long[] instructions, IntUnaryOperator accesses) {
        long[] told = new long[instructions.length];
        for (int i = 0; i < told.length; i++) {
            told[i] = instructions[i] ^ (long) accesses.applyAsInt(i) << USED_ADDRESS_BITS;
        }
        return told;
    }

    private static boolean endsAlike(Path path, Trace trace) {
        return switch (path.end()) {
            case End.Faults(_, long address) -> trace.end() instanceof Trace.End.Fault(long at, _) && at == address;
            default -> path.end().isComplete() && trace.isDone();
        };
    }

    private static boolean fits(Path path, long[] executed, long[] own) {
        if (!path.cut()) {
            return Arrays.equals(own, executed);
        }
        if (own.length > executed.length) {
            return false;
        }
        List<Integer> cuts = path.cuts();
        int first = cuts.getFirst();
        int tail = own.length - cuts.getLast();
        if (!Arrays.equals(own, 0, first, executed, 0, first)
                || !Arrays.equals(own, own.length - tail, own.length, executed, executed.length - tail, executed.length)) {
            return false;
        }
        int at = first;
        for (int i = 0; i + 1 < cuts.size(); i++) {
            at = find(own, cuts.get(i), cuts.get(i + 1), executed, at, executed.length - tail);
            if (at < 0) {
                return false;
            }
        }
        return at <= executed.length - tail;
    }

    /** Where the piece of one sequence ends in the other, searched in a range; -1 where it is not there. */
    private static int find(long[] piece, int from, int to, long[] in, int start, int end) {
        int length = to - from;
        for (int at = start; at + length <= end; at++) {
            if (Arrays.equals(piece, from, to, in, at, at + length)) {
                return at + length;
            }
        }
        return -1;
    }

    // ---- comparison

    private Optional<String> difference(Path path, Evaluator witness, Trace trace) {
        if (!endsAlike(path, trace)) {
            return Optional.of("on the CPU it ended with " + trace.end() + ", the path with " + path.end());
        }
        long[] expected = path.trace().instructions(0);
        for (int i = 0; i < Math.min(expected.length, trace.length()); i++) {
            if (expected[i] != trace.instruction(i)) {
                return Optional.of("instruction " + i + " is at " + hex(trace.instruction(i)) + " on the CPU and at "
                        + hex(expected[i]) + " on the path");
            }
        }
        if (expected.length != trace.length()) {
            return Optional.of("the CPU executes " + trace.length() + " instructions, the path " + expected.length);
        }
        return accessDifference(path, witness, trace).or(() -> resultDifference(path, witness, trace));
    }

    private record Touch(long address, int bytes, boolean store) {
        private static final Comparator<Touch> ORDER = Comparator.comparing(Touch::store)
                .thenComparing(Touch::address).thenComparing(Touch::bytes);
    }

    private static Optional<String> accessDifference(Path path, Evaluator witness, Trace trace) {
        List<List<Touch>> expected = new ArrayList<>();
        for (int i = 0; i < trace.length(); i++) {
            expected.add(new ArrayList<>());
        }
        path.trace().accesses(0).forEach(access -> expected.get(access.step())
                .add(new Touch(witness.toLong(access.address()), access.bytes(), access.store())));
        for (int i = 0; i < trace.length(); i++) {
            List<Touch> ours = expected.get(i);
            List<Touch> real = touches(trace, i);
            ours.sort(Touch.ORDER);
            real.sort(Touch.ORDER);
            if (!ours.equals(real)) {
                return Optional.of("instruction " + i + " at " + hex(trace.instruction(i)) + " accesses " + real
                        + " on the CPU and " + ours + " on the path");
            }
        }
        return Optional.empty();
    }

    private static List<Touch> touches(Trace trace, int step) {
        List<Touch> touches = new ArrayList<>();
        for (int k = 0; k < trace.accessCount(step); k++) {
            touches.add(new Touch(trace.accessAddress(step, k), trace.accessSize(step, k), trace.isStore(step, k)));
        }
        return touches;
    }

    /** A result that depends on the time, or on what the architecture leaves undefined, is not the same each time. */
    private Optional<String> resultDifference(Path path, Evaluator witness, Trace trace) {
        if (!(path.end() instanceof End.Returned returned)) {
            return Optional.empty();
        }
        boolean repeatable = symbols.of(returned.value()).stream()
                .allMatch(symbol -> exploration.inputs().contains(symbol) || path.told().contains(symbol));
        if (repeatable && witness.toLong(returned.value()) != trace.result()) {
            return Optional.of("the CPU returns " + hex(trace.result()) + ", the path " + hex(witness.toLong(returned.value())));
        }
        return Optional.empty();
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
