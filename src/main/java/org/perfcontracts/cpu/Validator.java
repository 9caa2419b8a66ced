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
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/**
 * Holds a contract against the real CPU: replays the witness of each path that goes through no cut loop, and feeds random
 * packets. With abstract state they are a sequence, each packet in the state that the earlier ones left; without, each starts
 * from the snapshot, and goes to the classes that have cut loops until each of these has had a given number.
 */
public final class Validator {
    private static final int MOST_FINDINGS = 20;
    private static final int KEPT_INPUTS = 64;
    /** How many packets are tried for each one that is wanted, before a class that is hard to reach is left as it is. */
    private static final int PATIENCE = 12;

    private final Referee referee;
    private final Exploration exploration;
    private final Derivation derivation;
    private final Map<String, ClassTally> tallies = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private int replayed;
    private int equal;

    /** A validator of a contract that was derived from the exploration that the referee speaks of. */
    public Validator(Referee referee, Exploration exploration, Derivation derivation) {
        this.referee = referee;
        this.exploration = exploration;
        this.derivation = derivation;
        derivation.contract().classes().forEach(each -> tallies.put(each.name(), new ClassTally(each)));
    }

    /** What came of it; the findings say what is wrong, a sentence each. */
    public record Outcome(int replayed, int equal, List<ClassTally> classes, List<String> findings) {
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

        /** The packet with the worst gap in each metric. */
        public Map<Metric, Measurement> worst() {
            return worst;
        }
    }

    /** What was predicted for a packet at its PCVs, and what was measured. */
    public record Measurement(long predicted, long measured) {
        private boolean isWorseThan(Measurement other) {
            boolean violates = predicted < measured;
            if (violates != other.predicted < other.measured) {
                return violates;
            }
            // Both gaps as fractions of what was measured, compared without dividing.
            return Math.abs(predicted - measured) * Math.max(1, other.measured)
                    > Math.abs(other.predicted - other.measured) * Math.max(1, measured);
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
        for (Path path : exploration.paths()) {
            if (!stop.getAsBoolean()) {
                replay(path);
            }
        }
        List<ClassTally> wanting = classesWithCuts();
        if (referee.hasState() && !exploration.inputs().packet().isEmpty()) {
            new SequenceMeasurement(referee, exploration, derivation, this).run(packets, seed, measured, stop);
        } else if (!wanting.isEmpty() && !exploration.inputs().packet().isEmpty()) {
            measureRandom(wanting, packets, seed, stop);
        }
        return new Outcome(replayed, equal, List.copyOf(tallies.values()), List.copyOf(findings));
    }

    private void replay(Path path) throws TargetException {
        switch (referee.replay(path)) {
            case Referee.Verdict.Equal(Trace trace) -> {
                replayed++;
                equal++;
                measure(path, trace, "the witness of path " + path.number());
            }
            case Referee.Verdict.Different(String where, Trace trace) -> {
                replayed++;
                find("path " + path.number() + ": " + where);
            }
            case Referee.Verdict.NotReplayed(String why) -> {
                if (!path.cut() && path.end().isComplete()) {
                    find("path " + path.number() + " was not replayed: " + why);
                }
            }
        }
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
            measureRandom(vary ? inputs.like(target.inputs.get(random.nextInt(target.inputs.size()))) : inputs.next(), random,
                    "random packet " + i + " of seed " + seed);
        }
    }

    private void measureRandom(Assignment input, Random random, String name) throws TargetException {
        Trace trace = referee.run(input);
        Optional<Path> path = trace.isOver() ? referee.pathOf(trace) : Optional.empty();
        if (path.isEmpty()) {
            find(name + (trace.isDone() ? " takes a way that no path describes" : " ends with " + trace.end()));
            return;
        }
        ClassTally tally = measure(path.get(), trace, name);
        if (tally.inputs.size() < KEPT_INPUTS) {
            tally.inputs.add(input);
        } else {
            tally.inputs.set(random.nextInt(KEPT_INPUTS), input);
        }
    }

    // ---- comparison

    private ClassTally measure(Path path, Trace trace, String name) {
        Map<String, Long> pcvs = referee.pcvs(trace);
        derivation.contract().pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        for (Metric metric : Metric.values()) {
            long ofPath = path.cost().get(metric).evaluate(pcvs);
            if (path.exact() && ofPath != measured(metric, trace)) {
                find(name + " on path " + path.number() + ": " + measured(metric, trace) + " " + metric.title() + " measured, " + ofPath
                        + " predicted, though the path's formula claims to be exact");
            }
        }
        return measure(derivation.classes().get(path.number()), pcvs, metric -> measured(metric, trace), name);
    }

    private static boolean isOutside(Pcv pcv, long value) {
        return value < pcv.low() || pcv.high().isPresent() && value > pcv.high().getAsLong();
    }

    /** Compares a packet with the formulas of its class, which is one of the contract's. */
    ClassTally measure(String className, Map<String, Long> passed, ToLongFunction<Metric> costs, String name) {
        ClassTally tally = tallies.get(className);
        Map<String, Long> pcvs = new TreeMap<>(passed);
        derivation.contract().pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        derivation.contract().pcvs().stream().filter(pcv -> isOutside(pcv, pcvs.get(pcv.name()))).forEach(pcv -> find(name + ", class "
                + tally.inputClass.name() + ": " + pcv.name() + " is " + pcvs.get(pcv.name()) + ", outside the range that the contract gives it"));
        boolean violates = false;
        for (Metric metric : Metric.values()) {
            long measured = costs.applyAsLong(metric);
            Formula formula = tally.inputClass.formulas().get(metric);
            long predicted = formula.evaluate(pcvs);
            violates |= predicted < measured;
            if (predicted < measured) {
                find(describe(name, tally, metric, predicted, measured) + ", more than predicted");
            } else if (formula.exact() && predicted != measured) {
                find(describe(name, tally, metric, predicted, measured) + ", though the formula claims to be exact");
            }
            Measurement measurement = new Measurement(predicted, measured);
            tally.worst.merge(metric, measurement, (old, made) -> made.isWorseThan(old) ? made : old);
        }
        tally.packets++;
        tally.violations += violates ? 1 : 0;
        return tally;
    }

    private static String describe(String name, ClassTally tally, Metric metric, long predicted, long measured) {
        return name + ", class " + tally.inputClass.name() + ": " + measured + " " + metric.title() + " measured, " + predicted + " predicted";
    }

    private static long measured(Metric metric, Trace trace) {
        return switch (metric) {
            case INSTRUCTIONS -> trace.instructions();
            case MEMORY_ACCESSES -> trace.memoryAccesses();
        };
    }

    /** Adds a finding; of very many, the first are kept. */
    void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }
}
