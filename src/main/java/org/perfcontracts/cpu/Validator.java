package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Refutation;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/**
 * Holds a contract against the real CPU: replays the witness of each path that goes through no cut loop, and feeds random
 * packets. With abstract state they are a sequence, each packet in the state that the earlier ones left; without, or where the contract
 * is one for the content of the snapshot, each starts from there, and goes to the classes that have cut loops until each of these has had a given number.
 */
public final class Validator {
    private static final int MOST_FINDINGS = 20;
    private static final int MOST_GIVEN_UP = 4;
    private static final int KEPT_INPUTS = 64;
    /** How many packets are tried for each one that is wanted, before a class that is hard to reach is left as it is. */
    private static final int PATIENCE = 12;
    /** Of so many packets that run block by block, one is also executed in single steps: both must agree. */
    private static final int SAMPLE = 50;

    private final Referee referee;
    private final Exploration exploration;
    private final Derivation derivation;
    private final Map<String, ClassTally> tallies = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notReplayed = new ArrayList<>();
    private final List<String> later = new ArrayList<>();
    private final StepLimits limits;
    private final LongFunction<String> lines;
    private int givenUp;
    private int replayed;
    private int equal;
    private long measured;

    /**
     * A validator of a contract that was derived from the exploration that the referee speaks of.
     *
     * @param lines says where an address is, such as {@code router.c:57}
     */
    public Validator(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> lines) {
        this(referee, exploration, derivation, lines, StepLimits.generous());
    }

    Validator(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> lines, StepLimits limits) {
        this.referee = referee;
        this.exploration = exploration;
        this.derivation = derivation;
        this.lines = lines;
        this.limits = limits;
        derivation.contract().classes().forEach(each -> tallies.put(each.name(), new ClassTally(each)));
    }

    /**
     * What came of it.
     *
     * @param notReplayed the paths whose witness was not executed, and why, a sentence each
     * @param findings what is wrong
     * @param later how the contract fails for packets that find what earlier ones have left in memory that is not registered as
     *     abstract state: a sentence, or none
     */
    public record Outcome(int replayed, int equal, List<String> notReplayed, List<ClassTally> classes, List<Finding> findings,
                          List<String> later) {
    }

    /** The measured packets of one class, growing. */
    public static final class ClassTally {
        private final InputClass inputClass;
        private final Map<Metric, Measurement> worst = new TreeMap<>();
        private final List<Assignment> inputs = new ArrayList<>();
        private long packets;
        private long violations;

        private ClassTally(InputClass inputClass) {
            this.inputClass = inputClass;
        }

        private void note(Metric metric, long predicted, long measured, Map<String, Long> pcvs) {
            Measurement old = worst.get(metric);
            Measurement made = new Measurement(predicted, measured, pcvs);
            if (old == null || made.isWorseThan(old)) {
                worst.put(metric, made);
            }
        }

        /** The class. */
        public InputClass inputClass() {
            return inputClass;
        }

        /** How many packets were measured. */
        public long packets() {
            return packets;
        }

        /** How many of them cost more than predicted, in any metric. */
        public long violations() {
            return violations;
        }

        /** The packet with the worst gap in each metric, and of those the one that costs most. */
        public Map<Metric, Measurement> worst() {
            return worst;
        }
    }

    /** What was predicted for a packet at its PCVs, and what was measured. */
    public record Measurement(long predicted, long measured, Map<String, Long> pcvs) {
        private boolean isWorseThan(Measurement other) {
            boolean violates = predicted < measured;
            if (violates != other.predicted < other.measured) {
                return violates;
            }
            // Both gaps as fractions of what was measured, compared without dividing; of equal ones the packet that costs more.
            long mine = Math.abs(predicted - measured) * Math.max(1, other.measured);
            long theirs = Math.abs(other.predicted - other.measured) * Math.max(1, measured);
            return mine > theirs || mine == theirs && measured > other.measured;
        }
    }

    /**
     * Replays and measures.
     *
     * @param packets how many random packets each class with a cut loop is to have; of a sequence, how many there are to be
     *     in all, or more
     * @param seed of the random packets
     * @param measured told the number of packets of a sequence that were measured so far
     * @param stop whether to end early with what there is
     */
    public Outcome run(int packets, long seed, LongConsumer measured, BooleanSupplier stop) throws TargetException {
        Witness.findAll(exploration.terms(), exploration.paths(), Runtime.getRuntime().availableProcessors(), SolverChain.QUESTION_LIMIT, new Statistics(), stop);
        for (Path path : exploration.paths()) {
            if (!stop.getAsBoolean()) {
                replay(path);
            }
        }
        List<ClassTally> wanting = classesWithCuts();
        if (referee.hasState() && referee.forgets() && exploration.inputs().hasPackets()) {
            new SequenceMeasurement(referee, exploration, derivation, this).run(new RandomArrivals(exploration.inputs(), seed), packets, seed, measured, stop);
        } else if (!wanting.isEmpty() && exploration.inputs().hasPackets()) {
            measureRandom(wanting, packets, seed, stop);
        }
        if (findings.isEmpty() && derivation.contract().complete()) {
            later.addAll(LaterPackets.fault(referee, exploration, derivation, lines, seed, stop));
        }
        return outcome();
    }

    /** What has come of it so far. */
    Outcome outcome() {
        List<Finding> all = new ArrayList<>(findings);
        if (givenUp > MOST_GIVEN_UP) {
            all.add(Finding.of(Finding.Weight.OPEN, Optional.empty(), (givenUp - MOST_GIVEN_UP) + " more packets", "given up likewise"));
        }
        return new Outcome(replayed, equal, List.copyOf(notReplayed), List.copyOf(tallies.values()), all, List.copyOf(later));
    }

    /** Whether some witness was replayed. */
    boolean hasReplayed() {
        return replayed > 0;
    }

    /** Replays the witness of a path, if it is known. */
    void replay(Path path) throws TargetException {
        Optional<String> className = Optional.ofNullable(derivation.classes().get(path.number()));
        switch (referee.replay(path, limits.single())) {
            case Referee.Verdict.Equal(Trace trace) -> {
                replayed++;
                equal++;
                measure(path, trace, () -> witness(path));
            }
            case Referee.Verdict.Different(String _, Trace trace) when isGivenUp(path, trace) -> {
                notReplayed.add(name(path, className) + ": given up after " + trace.steps() + " steps");
                giveUp(className, witness(path), trace.end());
            }
            case Referee.Verdict.Different(String where, Trace trace) -> {
                replayed++;
                find(Finding.of(Finding.Weight.REFUTES, className, witness(path), trace.isDone() ? where : words(trace.end())));
            }
            case Referee.Verdict.NotReplayed(String why) -> notReplayed.add(name(path, className) + ": " + why);
        }
    }

    /** Whether the CPU was still on the path when it was given up. */
    private static boolean isGivenUp(Path path, Trace trace) {
        return trace.end() instanceof Trace.End.StepLimit && trace.length() <= path.trace().length()
                || trace.end() instanceof Trace.End.Unsupported || trace.end() instanceof Trace.End.UndoFull;
    }

    private static String name(Path path, Optional<String> className) {
        return "path " + path.number() + className.map(name -> ", class " + name).orElse("");
    }

    private String witness(Path path) {
        String input = switch (path.witness().known().orElse(Witness.Answer.OPEN)) {
            case Witness.Answer.Found(Assignment values) -> " (" + PacketWords.of(exploration.inputs(), values)
                    + (path.state().isEmpty() ? ")" : ", in a state that suits it)");
            case Witness.Answer.None _, Witness.Answer.Open _ -> "";
        };
        return "the witness of path " + path.number() + input;
    }

    private List<ClassTally> classesWithCuts() {
        return exploration.paths().stream()
                .filter(path -> path.cut() && path.end().isComplete())
                .map(path -> tallies.get(derivation.classes().get(path.number())))
                .distinct()
                .collect(Collectors.toList());
    }

    // ---- random packets

    private void measureRandom(List<ClassTally> wanting, int packets, long seed, BooleanSupplier stop) throws TargetException {
        RandomInputs inputs = new RandomInputs(exploration.inputs(), seed);
        Random random = new Random(seed + 1);
        long tries = (long) packets * PATIENCE * wanting.size();
        for (long i = 0; i < tries && !stop.getAsBoolean(); i++) {
            wanting.removeIf(tally -> tally.packets >= packets);
            if (wanting.isEmpty()) {
                return;
            }
            ClassTally target = wanting.get(random.nextInt(wanting.size()));
            boolean vary = !target.inputs.isEmpty() && random.nextInt(4) != 0;
            Assignment input = vary ? inputs.like(target.inputs.get(random.nextInt(target.inputs.size()))) : inputs.next();
            measureRandom(input, "random packet " + i + " of seed " + seed).ifPresent(tally -> keep(tally, input, random));
        }
    }

    private static void keep(ClassTally tally, Assignment input, Random random) {
        if (tally.inputs.size() < KEPT_INPUTS) {
            tally.inputs.add(input);
        } else {
            tally.inputs.set(random.nextInt(KEPT_INPUTS), input);
        }
    }

    /** Executes an input in the state of the snapshot and compares; the tally of its class, where it came to its end on a path that there is. */
    Optional<ClassTally> measureRandom(Assignment input, String name) throws TargetException {
        Supplier<String> packet = () -> name + " (" + PacketWords.of(exploration.inputs(), input) + ")";
        Optional<Trace> run = referee.runByBlocks(input, limits.single());
        boolean isStepped = run.isEmpty() || measured++ % SAMPLE == 0;
        Optional<Trace> stepped = isStepped ? Optional.of(referee.run(input, limits.single())) : Optional.empty();
        if (run.isPresent() && stepped.isPresent()) {
            compare(SampleCheck.differences(referee, run.get(), stepped.get()), packet);
        }
        Trace trace = run.or(() -> stepped).orElseThrow();
        Optional<Path> path = trace.isOver() ? referee.pathOf(trace, input) : Optional.empty();
        if (path.isEmpty() && !trace.isDone()) {
            end(packet.get(), trace.end(), trace.instructions(), referee.pcvs(trace));
        } else if (path.isEmpty()) {
            strays(packet.get(), trace.instructions(), trace.memoryAccesses(), "");
        }
        return path.map(taken -> measure(taken, trace, packet));
    }

    /** Says how what was found of a packet that ran block by block differs from its single steps. */
    void compare(List<String> differences, Supplier<String> packet) {
        differences.forEach(difference -> find(Finding.of(Finding.Weight.OPEN, Optional.empty(), packet.get(), difference)));
    }

    /** Says that a packet has come to its end on no path that there is. */
    void strays(String packet, long instructions, long accesses, String addition) {
        find(Finding.of(Finding.Weight.REFUTES, Optional.empty(), packet, "takes a way that no path describes, of " + instructions + " "
                + Metric.INSTRUCTIONS.title() + " and " + accesses + " " + Metric.MEMORY_ACCESSES.title() + addition));
    }

    // ---- packets without an end

    /**
     * Says that a packet has not come to its end, by which its class is not known.
     *
     * @param instructions how many it had executed
     * @param pcvs         their values so far, which only grow
     */
    void end(String packet, Trace.End end, long instructions, Map<String, Long> pcvs) {
        switch (end) {
            case Trace.End.StepLimit _ -> {
                excess(instructions, pcvs).ifPresent(excess ->
                        find(Finding.of(Finding.Weight.REFUTES, Optional.empty(), packet, excess + ", and it has not come to its end")));
                giveUp(Optional.empty(), packet, end);
            }
            case Trace.End.Unsupported _, Trace.End.UndoFull _, Trace.End.NotDelivered _ -> giveUp(Optional.empty(), packet, end);
            default -> find(Finding.of(Finding.Weight.REFUTES, Optional.empty(), packet, words(end)));
        }
    }

    /** What is more than a packet of any class may have, of one that is not yet at its end. */
    private Optional<String> excess(long instructions, Map<String, Long> pcvs) {
        Optional<String> excess = derivation.contract().pcvs().stream()
                .filter(pcv -> pcv.high().isPresent() && pcvs.getOrDefault(pcv.name(), 0L) > pcv.high().getAsLong())
                .map(pcv -> pcv.name() + " is " + pcvs.get(pcv.name()) + " already, outside the range that the contract gives it").findFirst();
        if (excess.isPresent() || !derivation.contract().pcvs().isEmpty()) {
            return excess;
        }
        long most = tallies.values().stream().mapToLong(tally -> tally.inputClass.formulas().get(Metric.INSTRUCTIONS).evaluate(Map.of())).max().orElse(0);
        return instructions > most ? Optional.of(instructions + " instructions measured, at most " + most + " predicted of any class") : Optional.empty();
    }

    private void giveUp(Optional<String> className, String packet, Trace.End end) {
        givenUp++;
        if (givenUp <= MOST_GIVEN_UP) {
            find(Finding.of(Finding.Weight.OPEN, className, packet, words(end)));
        }
        if (end instanceof Trace.End.StepLimit) {
            limits.shorten();
        }
    }

    private String words(Trace.End end) {
        return switch (end) {
            case Trace.End.Done _ -> "comes to its end";
            case Trace.End.StepLimit(long address) -> "has not come to its end when it is given up, at " + place(address);
            case Trace.End.SystemCall(long address, long number) -> "makes system call " + number + " at " + place(address);
            case Trace.End.Fault(long address, int signal) -> "ends with signal " + signal + " at " + place(address);
            case Trace.End.Unsupported(long address) -> "comes to an instruction that cannot be stepped, at " + place(address);
            case Trace.End.UndoFull(long address) -> "stores more than can be taken back, at " + place(address);
            case Trace.End.NotDelivered none -> words(none);
        };
    }

    static String words(Trace.End.NotDelivered none) {
        return none.way().map(way -> "cannot be delivered: the program does not receive again, as it " + switch (way) {
            case Trace.End.SystemCall(long address, long number) -> "makes system call " + number + at(address);
            case Trace.End.Fault(long address, int signal) -> "ends with signal " + signal + at(address);
            case Trace.End.StepLimit(long address) -> "has not come there in time" + at(address);
            case Trace.End.Unsupported(long address) -> "comes to an instruction that cannot be run" + at(address);
            default -> "comes to an end";
        }).orElse("cannot be delivered by the device");
    }

    private static String at(long address) {
        return " at 0x" + Long.toHexString(address);
    }

    private String place(long address) {
        String line = lines.apply(address);
        String number = "0x" + Long.toHexString(address);
        return line.equals(number) ? number : line + " (" + number + ")";
    }

    StepLimits limits() {
        return limits;
    }

    // ---- comparison

    private ClassTally measure(Path path, Trace trace, Supplier<String> packet) {
        Map<String, Long> pcvs = referee.pcvs(trace);
        derivation.contract().pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        String className = derivation.classes().get(path.number());
        for (Metric metric : Metric.values()) {
            long ofPath = path.cost().get(metric).evaluate(pcvs);
            if (path.exact(metric) && ofPath != trace.cost(metric)) {
                find(metric, ofPath, trace.cost(metric), className, packet,
                        ", though the formula of its path, " + path.number() + ", claims to be exact");
            }
        }
        measurePlaces(className, pcvs, trace, packet);
        return measure(className, pcvs, trace::cost, packet);
    }

    /** Compares where a packet's cache lines are with the formulas of its class. */
    void measurePlaces(String className, Map<String, Long> passed, Trace trace, Supplier<String> packet) {
        Map<String, Long> pcvs = new TreeMap<>(passed);
        derivation.contract().pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        LinePlaces.excess(tallies.get(className).inputClass, pcvs, trace, exploration.places()).ifPresent(excess ->
                find(Finding.of(Finding.Weight.REFUTES, Optional.of(className), packet.get(), excess + ", more than predicted")));
    }

    private static boolean isOutside(Pcv pcv, long value) {
        return value < pcv.low() || pcv.high().isPresent() && value > pcv.high().getAsLong();
    }

    /** Compares a packet with the formulas of its class, which is one of the contract's. */
    ClassTally measure(String className, Map<String, Long> passed, ToLongFunction<Metric> costs, Supplier<String> packet) {
        ClassTally tally = tallies.get(className);
        Map<String, Long> pcvs = new TreeMap<>(passed);
        derivation.contract().pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        derivation.contract().pcvs().stream().filter(pcv -> isOutside(pcv, pcvs.get(pcv.name()))).forEach(pcv -> find(Finding.of(
                Finding.Weight.REFUTES, Optional.of(className), packet.get(),
                pcv.name() + " is " + pcvs.get(pcv.name()) + ", outside the range that the contract gives it")));
        tally.inputClass.together().stream().filter(bound -> !bound.admits(pcvs)).forEach(bound -> find(Finding.of(Finding.Weight.REFUTES, Optional.of(className), packet.get(),
                bound.weights().keySet().stream().map(name -> name + " = " + pcvs.get(name)).collect(Collectors.joining(", ")) + ", though the contract says " + bound)));
        boolean violates = false;
        for (Metric metric : Metric.values()) {
            long measured = costs.applyAsLong(metric);
            Formula formula = tally.inputClass.formulas().get(metric);
            long predicted = formula.evaluate(pcvs);
            violates |= predicted < measured;
            if (predicted < measured) {
                find(metric, predicted, measured, className, packet, ", more than predicted");
            } else if (formula.exact() && predicted != measured) {
                find(metric, predicted, measured, className, packet, ", though the formula claims to be exact");
            }
            tally.note(metric, predicted, measured, pcvs);
        }
        tally.packets++;
        tally.violations += violates ? 1 : 0;
        return tally;
    }

    // ---- findings

    private void find(Metric metric, long predicted, long measured, String className, Supplier<String> packet, String addition) {
        if (findings.size() < MOST_FINDINGS) {
            find(new Finding(Finding.Weight.REFUTES, Optional.of(className), packet.get(),
                    measured + " " + metric.title() + " measured, " + predicted + " predicted" + addition,
                    Optional.of(new Refutation.Figures(metric, predicted, measured))));
        }
    }

    /** Adds a finding; of very many, the first are kept. */
    void find(Finding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }
}
