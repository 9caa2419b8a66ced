package org.perfcontracts.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.PacketClasses;
import org.perfcontracts.cpu.PacketSequence;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.Summary;
import org.perfcontracts.cpu.TargetException;

/** One run of the program from its snapshot on, packet by packet, which remembers the packet that counts most. To be closed before the next. */
final class Drive implements AutoCloseable {
    private static final int BATCH = 64;
    /** A packet that takes more is given up, and the run ends. */
    private static final long MOST_STEPS = 2_000_000_000L;

    private final PacketSequence sequence;
    private final PacketClasses classes;
    private final Goal goal;
    private final BooleanSupplier over;
    private final List<Arrival> sent = new ArrayList<>();
    private boolean ended;
    private String lastClass = "";
    private int best = -1;
    private Summary bestSummary;
    private String bestClass;

    Drive(Referee referee, PacketClasses classes, Goal goal, BooleanSupplier over) throws TargetException {
        this.sequence = referee.sequence();
        this.classes = classes;
        this.goal = goal;
        this.over = over;
    }

    /** Sends packets; after one that does not come to its end, or when time is up, none any more. */
    void send(List<Arrival> arrivals) throws TargetException {
        int from = 0;
        while (from < arrivals.size() && !ended) {
            if (over.getAsBoolean()) {
                ended = true;
                return;
            }
            List<Arrival> batch = arrivals.subList(from, Math.min(arrivals.size(), from + (classes.needsTraces() ? 1 : BATCH)));
            from += batch.size();
            run(batch);
        }
    }

    private void run(List<Arrival> batch) throws TargetException {
        if (classes.needsTraces()) {
            PacketSequence.Traced traced = sequence.trace(batch.getFirst(), MOST_STEPS);
            note(batch.getFirst(), traced.summary(), classes.of(traced, batch.getFirst()));
            return;
        }
        List<Summary> summaries = sequence.run(batch, MOST_STEPS);
        for (int i = 0; i < summaries.size(); i++) {
            note(batch.get(i), summaries.get(i), classes.of(summaries.get(i)));
        }
    }

    private void note(Arrival arrival, Summary summary, Optional<String> inputClass) {
        sent.add(arrival);
        if (!summary.isDone()) {
            ended = true;
            return;
        }
        lastClass = inputClass.orElse("");
        boolean counts = inputClass.filter(goal::counts).isPresent();
        if (counts && (best < 0 || summary.cost(goal.metric()) > bestSummary.cost(goal.metric()))) {
            best = sent.size() - 1;
            bestSummary = summary;
            bestClass = inputClass.get();
        }
    }

    /** The class of the packet that was sent last; empty where it is in none. */
    String lastClass() {
        return lastClass;
    }

    /** Whether nothing more is sent. */
    boolean isEnded() {
        return ended;
    }

    /** The packet of the class that has cost most, behind those before it; empty where there was none of the class. */
    Optional<Reached> reached() {
        return best < 0 ? Optional.empty() : Optional.of(Reached.of(sent.subList(0, best + 1), bestClass, bestSummary));
    }

    @Override
    public void close() throws TargetException {
        sequence.reset();
    }
}
