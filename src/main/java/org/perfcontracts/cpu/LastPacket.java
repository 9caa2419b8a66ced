package org.perfcontracts.cpu;

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
 */
public record LastPacket(Optional<String> inputClass, List<String> passed, Map<String, Long> pcvs, Map<Metric, Long> costs) {
    private static final int BATCH = 64;

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

    private static Summary last(PacketSequence sequence, List<RandomFlows.Frame> frames, BooleanSupplier stop) throws TargetException {
        Summary last = null;
        int sent = 0;
        while (sent < frames.size()) {
            if (stop.getAsBoolean()) {
                throw new TargetException("stopped after " + sent + " of " + frames.size() + " packets");
            }
            List<RandomFlows.Frame> batch = frames.subList(sent, Math.min(frames.size(), sent + BATCH));
            List<Summary> summaries = sequence.run(batch.stream().map(LastPacket::arrival).toList());
            last = summaries.getLast();
            sent += summaries.size();
            if (!last.isDone()) {
                throw new TargetException("packet " + sent + " of " + frames.size() + " ends with " + last.end());
            }
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
