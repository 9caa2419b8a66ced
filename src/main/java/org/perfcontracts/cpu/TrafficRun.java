package org.perfcontracts.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.decision.Distiller;
import org.perfcontracts.explore.Exploration;

/**
 * Given traffic through the real program on the real CPU, each packet in the state that the earlier ones left, from the snapshot on. Packets run block by block; each
 * {@value #SAMPLE}th is also executed instruction by instruction in the same state, and both must agree. Where a device delivers them, a packet is the poll that receives it.
 */
public final class TrafficRun {
    private static final int BATCH = 64;
    private static final int SAMPLE = 1000;
    private static final long MOST_SAMPLE_STEPS = 200_000;
    /** Some tens of seconds on the CPU: what expires all of a large table of which all collides is let through. */
    private static final long MOST_STEPS = 2_000_000_000;

    private final Referee referee;
    private final Exploration exploration;
    private final LongFunction<String> lines;
    private final Means means;
    private final Distiller distiller;
    private final Recipient recipient;
    private long count;
    private long time;

    /**
     * A packet of the traffic.
     *
     * @param number there, from 1 on
     * @param time   when it arrives, in nanoseconds since 1970
     */
    public record Numbered(long number, Arrival arrival, long time) {
    }

    /** Who gets what the program sends, where a device does that for it. */
    public interface Recipient {
        /**
         * A frame.
         *
         * @param time when the packet before it arrived, in nanoseconds since 1970
         */
        void take(Sent frame, long time) throws IOException;
    }

    /** Where packets come from, one after the other; empty at the end. */
    public interface Source {
        Optional<Numbered> next() throws IOException, TargetException;
    }

    /**
     * A run by whose packets a contract is held.
     *
     * @param derivation of the exploration that the referee speaks of
     * @param lines      says where an address is, such as {@code router.c:57}
     * @param distiller  gets the packets
     * @param recipient  gets what the program sends
     */
    public TrafficRun(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> lines, Distiller distiller, Recipient recipient) {
        this.referee = referee;
        this.exploration = exploration;
        this.lines = lines;
        this.means = referee.hasPolls() ? new Polls(referee, exploration, derivation) : new Calls(referee, exploration, derivation);
        this.distiller = distiller;
        this.recipient = recipient;
    }

    /**
     * Runs the packets.
     *
     * @param measured told their number so far
     * @return why it ended before the last packet; empty if it did not
     * @throws TargetException where there can be no sequence of packets, or the target is lost
     */
    public Optional<String> run(Source source, LongConsumer measured, BooleanSupplier stop) throws TargetException, IOException {
        PacketSequence sequence = referee.sequence();
        try {
            while (!stop.getAsBoolean()) {
                List<Numbered> batch = batch(source);
                if (batch.isEmpty()) {
                    passLast(sequence);
                    return Optional.empty();
                }
                Optional<String> end = run(sequence, batch);
                if (end.isPresent()) {
                    return end;
                }
                measured.accept(count);
            }
            return Optional.of("It was stopped after " + count + " packets.");
        } finally {
            sequence.reset();
        }
    }

    private List<Numbered> batch(Source source) throws IOException, TargetException {
        int size = means.most(count);
        List<Numbered> batch = new ArrayList<>();
        while (batch.size() < size) {
            Optional<Numbered> next = source.next();
            if (next.isEmpty()) {
                break;
            }
            batch.add(next.get());
        }
        return batch;
    }

    private Optional<String> run(PacketSequence sequence, List<Numbered> batch) throws TargetException, IOException {
        List<Told> all = means.execute(sequence, batch, count);
        for (int i = 0; i < all.size(); i++) {
            Optional<String> end = note(batch.get(i), all.get(i));
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    private Optional<String> note(Numbered packet, Told told) throws IOException {
        Summary summary = told.summary;
        String name = "packet " + packet.number;
        pass(summary.sent(), packet.time);
        if (!summary.isDone()) {
            return Optional.of("It ended at " + name + ", which " + words(summary.end(), packet.arrival) + ".");
        }
        count++;
        told.differences.forEach(difference -> distiller.find(name + " (" + words(packet) + ") " + difference));
        if (!told.isSpokenOf) {
            return Optional.empty();
        }
        if (told.inputClass.isPresent()) {
            distiller.add(told.inputClass.get(), summary.pcvs(), summary::cost, () -> name + " (" + words(packet) + ")");
        } else {
            String marks = PacketClasses.marks(summary.classes());
            distiller.find(name + " (" + words(packet) + ") takes a way that no path describes" + (marks.isEmpty() ? "" : "; class marks passed: " + marks));
        }
        return Optional.empty();
    }

    private void pass(List<Sent> frames, long next) throws IOException {
        for (Sent frame : frames) {
            recipient.take(frame, time);
        }
        time = next;
    }

    /** What the program sends for the last packet is known when it has polled its device once more. */
    private void passLast(PacketSequence sequence) throws TargetException, IOException {
        if (means.areSent()) {
            pass(sequence.run(Arrival.none()).sent(), time);
        }
    }

    private String words(Numbered packet) {
        return PacketWords.of(exploration.inputs(), packet.arrival);
    }

    /** How a packet fails to return, after which there is no program to give the next one to. */
    private String words(Trace.End end, Arrival arrival) {
        return switch (end) {
            case Trace.End.Done _ -> "comes to its end";
            case Trace.End.StepLimit(long address) -> "had not come to its end after " + MOST_STEPS + " steps, at " + lines.apply(address);
            case Trace.End.SystemCall(long address, long number) -> "makes system call " + number + " at " + lines.apply(address);
            case Trace.End.Fault(long address, int signal) -> "ends with signal " + signal + " at " + lines.apply(address)
                    + (referee.tellsOfFault(end, arrival) ? ", as the contract says" : ", of which the contract does not speak");
            case Trace.End.Unsupported(long address) -> "comes to an instruction that cannot be run, at " + lines.apply(address);
            case Trace.End.UndoFull(long address) -> "stores more than can be taken back, at " + lines.apply(address);
            case Trace.End.NotDelivered none -> Validator.words(none);
        };
    }

    // ---- how packets are executed

    /**
     * What came of a packet.
     *
     * @param isSpokenOf  whether the contract speaks of it
     * @param inputClass  its class; empty where no path describes it
     * @param differences between runs of it that should agree, in words
     */
    private record Told(Summary summary, boolean isSpokenOf, Optional<String> inputClass, List<String> differences) {
    }

    /** How packets are executed, and their classes told. */
    private interface Means {
        /** How many are executed at once next, at most. */
        int most(long before);

        /** Up to the last, or the first that does not come to its end. */
        List<Told> execute(PacketSequence sequence, List<Numbered> batch, long before) throws TargetException;

        /** Whether a device sends what the program gives it. */
        boolean areSent();
    }

    /** Calls of a function, which run block by block where class marks tell classes apart. */
    private static final class Calls implements Means {
        private final Referee referee;
        private final PacketClasses classes;

        Calls(Referee referee, Exploration exploration, Derivation derivation) {
            this.referee = referee;
            this.classes = new PacketClasses(referee, exploration, derivation);
        }

        @Override
        public int most(long before) {
            return classes.needsTraces() || before % SAMPLE == 0 ? 1 : (int) Math.min(BATCH, SAMPLE - before % SAMPLE);
        }

        @Override
        public List<Told> execute(PacketSequence sequence, List<Numbered> batch, long before) throws TargetException {
            Arrival first = batch.getFirst().arrival;
            Optional<Trace> stepped = before % SAMPLE == 0 && sequence.canStep() ? Optional.of(sequence.step(first, MOST_SAMPLE_STEPS)) : Optional.empty();
            if (classes.needsTraces()) {
                PacketSequence.Traced traced = sequence.trace(first, MOST_STEPS);
                return List.of(told(traced.summary(), classes.of(traced, first), stepped));
            }
            List<Told> all = new ArrayList<>();
            for (Summary summary : sequence.run(batch.stream().map(Numbered::arrival).toList(), MOST_STEPS)) {
                all.add(told(summary, classes.of(summary), all.isEmpty() ? stepped : Optional.empty()));
            }
            return all;
        }

        private Told told(Summary summary, Optional<String> inputClass, Optional<Trace> stepped) {
            return new Told(summary, true, inputClass,
                    stepped.filter(_ -> summary.isDone()).map(trace -> SampleCheck.differences(referee, summary, trace)).orElse(List.of()));
        }

        @Override
        public boolean areSent() {
            return false;
        }
    }

    /** Polls of a device, whose path is the nearest one. */
    private static final class Polls implements Means {
        private final NearestPath nearest;
        private final Map<Integer, String> classes;

        Polls(Referee referee, Exploration exploration, Derivation derivation) {
            this.nearest = new NearestPath(referee, exploration);
            this.classes = derivation.classes();
        }

        @Override
        public int most(long before) {
            return BATCH;
        }

        @Override
        public List<Told> execute(PacketSequence sequence, List<Numbered> batch, long before) throws TargetException {
            List<Told> all = new ArrayList<>();
            for (PacketSequence.Traced traced : sequence.traces(batch.stream().map(Numbered::arrival).toList(), MOST_STEPS)) {
                Arrival arrival = batch.get(all.size()).arrival;
                boolean isSpokenOf = arrival.occasion().isOwn();
                all.add(new Told(traced.summary(), isSpokenOf,
                        isSpokenOf && traced.summary().isDone() ? nearest.of(traced, arrival).map(path -> classes.get(path.number())) : Optional.empty(), List.of()));
            }
            return all;
        }

        @Override
        public boolean areSent() {
            return true;
        }
    }
}
