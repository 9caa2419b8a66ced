package org.perfcontracts.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.decision.Distiller;
import org.perfcontracts.explore.Exploration;

/**
 * Given traffic through the real program on the real CPU, each packet in the state that the earlier ones left, from the snapshot on. Packets run block by block; each
 * {@value #SAMPLE}th is also executed instruction by instruction in the same state, and both must agree.
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
    private final PacketClasses classes;
    private final Distiller distiller;
    private long count;

    /** A packet of the traffic, and its number there, from 1 on. */
    public record Numbered(long number, Arrival arrival) {
    }

    /** Where packets come from, one after the other; empty at the end. */
    public interface Source {
        Optional<Numbered> next() throws IOException;
    }

    /**
     * A run by whose packets a contract is held.
     *
     * @param derivation of the exploration that the referee speaks of
     * @param lines      says where an address is, such as {@code router.c:57}
     * @param distiller  gets the packets
     */
    public TrafficRun(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> lines, Distiller distiller) {
        this.referee = referee;
        this.exploration = exploration;
        this.lines = lines;
        this.classes = new PacketClasses(referee, exploration, derivation);
        this.distiller = distiller;
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

    private List<Numbered> batch(Source source) throws IOException {
        int size = classes.needsTraces() || count % SAMPLE == 0 ? 1 : (int) Math.min(BATCH, SAMPLE - count % SAMPLE);
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

    private Optional<String> run(PacketSequence sequence, List<Numbered> batch) throws TargetException {
        Numbered first = batch.getFirst();
        Optional<Trace> stepped = count % SAMPLE == 0 && sequence.canStep() ? Optional.of(sequence.step(first.arrival, MOST_SAMPLE_STEPS)) : Optional.empty();
        if (classes.needsTraces()) {
            PacketSequence.Traced traced = sequence.trace(first.arrival, MOST_STEPS);
            return note(first, traced.summary(), classes.of(traced, first.arrival), stepped);
        }
        List<Summary> summaries = sequence.run(batch.stream().map(Numbered::arrival).toList(), MOST_STEPS);
        for (int i = 0; i < summaries.size(); i++) {
            Summary summary = summaries.get(i);
            Optional<String> end = note(batch.get(i), summary, classes.of(summary), i == 0 ? stepped : Optional.empty());
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    private Optional<String> note(Numbered packet, Summary summary, Optional<String> inputClass, Optional<Trace> stepped) {
        String name = "packet " + packet.number;
        if (!summary.isDone()) {
            return Optional.of("It ended at " + name + ", which " + words(summary.end(), packet.arrival) + ".");
        }
        count++;
        stepped.ifPresent(trace -> SampleCheck.differences(referee, summary, trace)
                .forEach(difference -> distiller.find(name + " (" + words(packet) + ") " + difference)));
        if (inputClass.isPresent()) {
            distiller.add(inputClass.get(), summary.pcvs(), summary::cost, () -> name + " (" + words(packet) + ")");
        } else {
            String marks = PacketClasses.marks(summary.classes());
            distiller.find(name + " (" + words(packet) + ") takes a way that no path describes" + (marks.isEmpty() ? "" : "; class marks passed: " + marks));
        }
        return Optional.empty();
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
}
