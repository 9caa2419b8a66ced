package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.explore.Exploration;

/**
 * Times packets of the sequence that {@link Validator} measures: of each class some that lie evenly between the first and the last. A packet's class, path
 * and PCVs are what it does block by block, right before it is timed in the same state. Where there is no state, each packet begins in the snapshot.
 */
public final class CycleMeasurement {
    private static final int MOST_OF_A_CLASS = 50;
    /** Of each kind: so many that their mean is finer than a tenth of the time-stamp counter's steps. */
    private static final int RUNS = 64;
    /** After so many packets of a class that cannot be timed no more are tried. */
    private static final int PATIENCE = 5;

    private final Referee referee;
    private final Exploration exploration;
    private final PacketClasses classes;
    private final PacketTimer timer;
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
        this.timer = new PacketTimer(referee, RUNS);
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
                ? Optional.of(sequence.traceToTime(arrival, Math.min(PacketTimer.MOST_TRACED_STEPS, limits.running()))) : Optional.empty();
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
        switch (timer.time(sequence, arrival, summary, inputClass, limits.running())) {
            case PacketTiming.Timed(TimedPacket packet, MemoryPages _) -> ofClasses.get(inputClass).sample.add(packet);
            case PacketTiming.Failed(String why) -> {
                ofClasses.get(inputClass).failures++;
                fail(why);
            }
        }
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
            case Trace.End.NotDelivered none -> Optional.of("it " + Validator.words(none));
        };
    }
}
