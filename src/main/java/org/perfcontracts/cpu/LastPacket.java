package org.perfcontracts.cpu;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.traffic.RandomFlows;

/**
 * The last packet of a given sequence through the real process, which begins in the snapshot; the packets before it bring
 * about the state.
 *
 * @param inputClass the class of the contract that it belongs to by the class marks passed; empty where no path passes these
 * @param passed the class marks passed, in order
 * @param pcvs the values of all PCVs
 * @param costs what was counted, by metric
 * @param timing what came of timing it; empty where that was not asked for, or it is of no class
 */
public record LastPacket(Optional<String> inputClass, List<String> passed, Map<String, Long> pcvs, Map<Metric, Long> costs, Optional<PacketTiming> timing) {
    private static final int BATCH = 64;
    /** The most that there can be: one packet has to do. */
    private static final int TIMED_RUNS = 256;
    private static final long MOST_STEPS = StepLimits.generous().running();

    /** A packet that was not timed. */
    public LastPacket(Optional<String> inputClass, List<String> passed, Map<String, Long> pcvs, Map<Metric, Long> costs) {
        this(inputClass, passed, pcvs, costs, Optional.empty());
    }

    /** Copies the collections. */
    public LastPacket {
        passed = List.copyOf(passed);
        pcvs = Map.copyOf(pcvs);
        costs = Map.copyOf(costs);
    }

    /**
     * Sends the packets and measures the last.
     *
     * @param frames at least one
     * @param stop whether to give up
     * @throws TargetException where a packet does not come to its end, or it was stopped
     */
    public static LastPacket measure(Referee referee, Exploration exploration, Derivation derivation, List<RandomFlows.Frame> frames,
            BooleanSupplier stop) throws TargetException {
        PacketSequence sequence = referee.sequence();
        try {
            return of(last(sequence, frames, stop), exploration, derivation);
        } finally {
            sequence.reset();
        }
    }

    /**
     * Likewise, and times the last packet natively, in the state that the others leave.
     *
     * @param frames at least one
     * @param stop whether to give up
     * @throws TargetException where a packet does not come to its end, or it was stopped
     */
    public static LastPacket time(Referee referee, Exploration exploration, Derivation derivation, List<RandomFlows.Frame> frames,
            BooleanSupplier stop) throws TargetException {
        PacketSequence sequence = referee.sequence();
        try {
            Summary summary = lastToTime(sequence, frames, stop);
            LastPacket packet = of(summary, exploration, derivation);
            return packet.inputClass.isEmpty() ? packet
                    : packet.with(new PacketTimer(referee, TIMED_RUNS).time(sequence, arrival(frames.getLast()), summary, packet.inputClass.get(), MOST_STEPS));
        } finally {
            sequence.reset();
        }
    }

    /**
     * Has a device deliver the packets, each at its port and its time after the one before, and measures the poll of the last.
     *
     * @param frames at least one
     * @param queues by port: what the driver's receive function is passed; 0 for the port at which the analysis began, which is that of the last
     * @param stop whether to give up
     * @throws TargetException where a packet does not come to its end, or it was stopped
     */
    public static LastPacket poll(Referee referee, Exploration exploration, Derivation derivation, List<RandomFlows.Frame> frames,
            Map<Integer, Long> queues, BooleanSupplier stop) throws TargetException {
        PacketSequence sequence = referee.sequence();
        try {
            Summary last = null;
            long now = frames.getFirst().now();
            for (int sent = 0; sent < frames.size(); sent++) {
                RandomFlows.Frame frame = frames.get(sent);
                goOn(stop, sent, frames.size());
                Occasion occasion = new Occasion(queues.get(frame.port()), Duration.ofNanos(frame.now() - now));
                last = sequence.run(Arrival.polled(exploration.inputs(), frame.bytes()).at(occasion));
                requireEnd(last, sent + 1, frames.size());
                now = frame.now();
            }
            return of(last, exploration, derivation);
        } finally {
            sequence.reset();
        }
    }

    /** The number of the path that it takes; empty where it was not timed, or that is not known. */
    public Optional<Integer> path() {
        return timing.flatMap(came -> came instanceof PacketTiming.Timed(TimedPacket packet, MemoryPages _) && packet.path().isPresent()
                ? Optional.of(packet.path().getAsInt()) : Optional.empty());
    }

    private LastPacket with(PacketTiming came) {
        return new LastPacket(inputClass, passed, pcvs, costs, Optional.of(came));
    }

    private static Summary lastToTime(PacketSequence sequence, List<RandomFlows.Frame> frames, BooleanSupplier stop) throws TargetException {
        Summary last = null;
        for (int sent = 0; sent < frames.size(); sent++) {
            goOn(stop, sent, frames.size());
            last = sequence.runToTime(arrival(frames.get(sent)), MOST_STEPS);
            requireEnd(last, sent + 1, frames.size());
        }
        return last;
    }

    private static void goOn(BooleanSupplier stop, int sent, int all) throws TargetException {
        if (stop.getAsBoolean()) {
            throw new TargetException("stopped after " + sent + " of " + all + " packets");
        }
    }

    private static void requireEnd(Summary last, int sent, int all) throws TargetException {
        if (!last.isDone()) {
            throw new TargetException("packet " + sent + " of " + all + " ends with " + last.end());
        }
    }

    private static Summary last(PacketSequence sequence, List<RandomFlows.Frame> frames, BooleanSupplier stop) throws TargetException {
        Summary last = null;
        int sent = 0;
        while (sent < frames.size()) {
            goOn(stop, sent, frames.size());
            List<RandomFlows.Frame> batch = frames.subList(sent, Math.min(frames.size(), sent + BATCH));
            List<Summary> summaries = sequence.run(batch.stream().map(LastPacket::arrival).toList());
            last = summaries.getLast();
            sent += summaries.size();
            requireEnd(last, sent, frames.size());
        }
        return last;
    }

    private static Arrival arrival(RandomFlows.Frame frame) {
        return new Arrival(frame.bytes(), Map.of("port", (long) frame.port(), "now", frame.now()));
    }

    private static LastPacket of(Summary summary, Exploration exploration, Derivation derivation) {
        List<String> passed = PacketClasses.once(summary.classes());
        Optional<String> inputClass = exploration.paths().stream()
                .filter(path -> path.end().isComplete() && PacketClasses.once(path.classes()).equals(passed))
                .map(path -> derivation.classes().get(path.number()))
                .findFirst();
        Map<String, Long> pcvs = new HashMap<>(summary.pcvs());
        derivation.contract().pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        Map<Metric, Long> costs = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            costs.put(metric, summary.cost(metric));
        }
        return new LastPacket(inputClass, passed, pcvs, costs);
    }
}
