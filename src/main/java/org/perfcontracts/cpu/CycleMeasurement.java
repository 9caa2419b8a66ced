package org.perfcontracts.cpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;

/**
 * Times packets of the sequence that {@link Validator} measures: of each class some that lie evenly between the first and the last. A packet's class, path
 * and PCVs are what it does block by block, right before it is timed in the same state. Where there is no state, each packet begins in the snapshot.
 */
public final class CycleMeasurement {
    private static final int MOST_OF_A_CLASS = 50;
    /** Of each kind: so many that their mean is finer than a tenth of the time-stamp counter's steps. */
    private static final int RUNS = 64;
    private static final long LONG = 100_000;
    private static final int FEW_RUNS = 8;
    /** After so many packets of a class that cannot be timed no more are tried. */
    private static final int PATIENCE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** Far more than any takes, at its slowest. */
    private static final long NANOSECONDS_OF_AN_INSTRUCTION = 50;
    private static final long MOST_TRACED_STEPS = 10_000_000;

    private final Referee referee;
    private final Exploration exploration;
    private final PacketClasses classes;
    private final StepLimits limits = StepLimits.generous();
    private final Map<String, OfClass> ofClasses = new LinkedHashMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private long count;

    /**
     * What came of it.
     *
     * @param packets  class by class, those of each in their order
     * @param failures why packets could not be timed, a sentence each
     * @param pages    of the program's memory
     */
    public record Outcome(List<TimedPacket> packets, List<String> failures, MemoryPages pages) {
        /** Copies the lists. */
        public Outcome {
            packets = List.copyOf(packets);
            failures = List.copyOf(failures);
        }
    }

    private static final class OfClass {
        private final EvenSample<TimedPacket> sample = new EvenSample<>(MOST_OF_A_CLASS);
        private int failures;
    }

    /** Of a contract that was derived from the exploration that the referee speaks of. */
    public CycleMeasurement(Referee referee, Exploration exploration, Derivation derivation) {
        this.referee = referee;
        this.exploration = exploration;
        this.classes = new PacketClasses(referee, exploration, derivation);
        derivation.contract().classes().forEach(each -> ofClasses.put(each.name(), new OfClass()));
    }

    /**
     * Times packets.
     *
     * @param packets  as many as the sequence has at least
     * @param seed     of the random packets
     * @param measured told the number of packets so far
     * @param stop     whether to end early with what there is
     */
    public Outcome run(int packets, long seed, LongConsumer measured, BooleanSupplier stop) throws TargetException {
        if (!referee.hasSequence()) {
            return new Outcome(List.of(), List.of("The entry gets no packets."), referee.pages());
        }
        RandomArrivals arrivals = new RandomArrivals(exploration.inputs(), seed);
        Mixture mixture = new Mixture(exploration, seed);
        PacketSequence sequence = referee.sequence();
        try {
            SequenceMeasurement.plan(arrivals, referee.hasState() ? arrivals::next : () -> mixture.next(arrivals), packets, (many, source) -> {
                for (int i = 0; i < many && !stop.getAsBoolean(); i++) {
                    take(sequence, arrivals, source.next());
                    measured.accept(++count);
                }
            });
        } finally {
            sequence.reset();
        }
        return outcome();
    }

    private Outcome outcome() {
        List<TimedPacket> packets = ofClasses.values().stream().flatMap(each -> each.sample.all().stream()).toList();
        List<String> sentences = new ArrayList<>();
        failures.forEach((why, many) -> sentences.add((many == 1 ? "One packet" : many + " packets") + " could not be timed: " + why + "."));
        return new Outcome(packets, sentences, referee.pages());
    }

    private void take(PacketSequence sequence, RandomArrivals arrivals, Arrival arrival) throws TargetException {
        Optional<PacketSequence.Traced> traced = classes.needsTraces()
                ? Optional.of(sequence.traceToTime(arrival, Math.min(MOST_TRACED_STEPS, limits.running()))) : Optional.empty();
        Summary summary = traced.isPresent() ? traced.get().summary() : sequence.runToTime(arrival, limits.running());
        if (!summary.isDone()) {
            words(summary.end()).ifPresent(this::fail);
            sequence.reset();
            return;
        }
        arrivals.note(arrival, summary);
        Optional<String> inputClass = traced.isPresent() ? classes.of(traced.get(), arrival) : classes.of(summary);
        if (inputClass.isPresent() && isWanted(ofClasses.get(inputClass.get()))) {
            time(sequence, arrival, summary, inputClass.get());
        }
        if (!referee.hasState()) {
            sequence.reset();
        }
    }

    private static boolean isWanted(OfClass ofClass) {
        return ofClass.failures < PATIENCE && ofClass.sample.wantsNext();
    }

    private void time(PacketSequence sequence, Arrival arrival, Summary summary, String inputClass) throws TargetException {
        int runs = summary.instructions() > LONG ? FEW_RUNS : RUNS;
        NativeRuns times = sequence.time(runs, LIMIT.plusNanos(3L * runs * summary.instructions() * NANOSECONDS_OF_AN_INSTRUCTION));
        Optional<String> failure = words(times.stop());
        Optional<TimedPacket> packet = failure.isPresent() ? Optional.empty() : packet(times, sequence, arrival, summary, inputClass);
        if (packet.isPresent()) {
            ofClasses.get(inputClass).sample.add(packet.get());
            return;
        }
        ofClasses.get(inputClass).failures++;
        fail(failure.orElse("class " + inputClass + ": each time memory was another afterwards than block by block, or the run was interrupted"));
    }

    private Optional<TimedPacket> packet(NativeRuns times, PacketSequence sequence, Arrival arrival, Summary summary, String inputClass) throws TargetException {
        Chronometer chronometer = new Chronometer(times);
        Optional<TimedPacket.Cycles> hot = chronometer.hot();
        Optional<TimedPacket.Cycles> cold = chronometer.cold();
        if (hot.isEmpty() || cold.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TimedPacket(inputClass, path(sequence, arrival, summary), summary.pcvs(), summary.instructions(), hot.get(), cold.get(), chronometer.clock()));
    }

    private OptionalInt path(PacketSequence sequence, Arrival arrival, Summary summary) throws TargetException {
        if (summary.instructions() > MOST_TRACED_STEPS) {
            return OptionalInt.empty();
        }
        Trace trace = sequence.traceAgain(arrival, limits.running()).trace();
        return referee.pathOf(trace, referee.inputOf(arrival)).map(Path::number).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    // ---- what could not be timed

    private void fail(String why) {
        failures.merge(why, 1L, Long::sum);
    }

    /** Why a packet that does not return cannot be timed; nothing of a fault, which a contract may speak of. */
    private static Optional<String> words(Trace.End end) {
        return switch (end) {
            case Trace.End.Done _, Trace.End.Fault _ -> Optional.empty();
            case Trace.End.StepLimit _ -> Optional.of("it had not come to its end when it was given up");
            case Trace.End.SystemCall(long _, long number) -> Optional.of("it makes system call " + number);
            case Trace.End.Unsupported _ -> Optional.of("it comes to an instruction that cannot be run");
            case Trace.End.UndoFull _ -> Optional.of("it stores more than can be taken back");
        };
    }

    private static Optional<String> words(NativeRuns.Stop stop) {
        return switch (stop) {
            case NativeRuns.Stop.Done() -> Optional.empty();
            case NativeRuns.Stop.Nothing() -> Optional.of("more memory has changed than can be taken back");
            case NativeRuns.Stop.Unguarded() -> Optional.of("this kernel cannot keep native code from making system calls; Linux 5.11 and later can");
            case NativeRuns.Stop.Fault(int signal) -> Optional.of("natively it ends with signal " + signal);
            case NativeRuns.Stop.SystemCall(long number) -> Optional.of("natively it makes system call " + number);
            case NativeRuns.Stop.Endless() -> Optional.of("natively it does not come to its end");
        };
    }
}
