package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.explore.Exploration;

/**
 * Measures a long sequence of random packets: a mixture, and for long sequences tables that are filled up and expire at once.
 * A packet's class follows from the class marks that it passed; where there are several classes without marks, from the
 * instructions that it executed. Now and then a packet is also executed instruction by instruction in the same state, and both
 * must agree.
 */
final class SequenceMeasurement {
    private static final int BATCH = 64;
    private static final int SAMPLE = 500;
    private static final long MOST_SAMPLE_STEPS = 200_000;
    /** Each of them is kept. */
    private static final long MOST_TRACED_STEPS = 10_000_000;
    /** From so many packets on tables are filled. */
    private static final int FILL_FROM = 10_000;
    /** More flows than the tables of the network functions have room for, as they are configured. */
    private static final int FILL = 70_000;

    private final Referee referee;
    private final Exploration exploration;
    private final Validator validator;
    private final PacketClasses classes;
    private final Map<String, Unknown> unknown = new LinkedHashMap<>();
    private long count;

    /** Packets that no path describes. */
    private record Unknown(String first, long instructions, long accesses, long packets) {
        String others() {
            return packets == 1 ? "" : "; and so do " + (packets - 1) + " more";
        }


        Unknown and(Unknown other) {
            return new Unknown(first, instructions, accesses, packets + other.packets);
        }
    }

    /** What is measured goes to the validator. */
    SequenceMeasurement(Referee referee, Exploration exploration, Derivation derivation, Validator validator) {
        this.referee = referee;
        this.exploration = exploration;
        this.validator = validator;
        this.classes = new PacketClasses(referee, exploration, derivation);
    }

    /** Where packets come from. */
    interface Source {
        Arrival next();
    }

    /**
     * Measures at least so many packets of the mixture, and all that may be in the tables.
     *
     * @param seed     of the arrivals, for their names
     * @param measured told their number so far
     */
    void run(RandomArrivals arrivals, int packets, long seed, LongConsumer measured, BooleanSupplier stop) throws TargetException {
        run(arrivals, arrivals::next, packets, seed, measured, stop);
    }

    /** Likewise, but the mixture is another. */
    long run(RandomArrivals arrivals, Source mixture, int packets, long seed, LongConsumer measured, BooleanSupplier stop)
            throws TargetException {
        PacketSequence sequence = referee.sequence();
        Measuring measuring = new Measuring(sequence, arrivals, seed, measured, stop);
        try {
            plan(arrivals, mixture, packets, measuring::take);
        } finally {
            sequence.reset();
        }
        unknown.forEach((marks, some) -> validator.strays(some.first, some.instructions, some.accesses,
                (marks.isEmpty() ? "" : "; class marks passed: " + marks) + some.others()));
        return count;
    }

    /** Where packets go to. */
    interface Taker {
        void take(int packets, Source source) throws TargetException;
    }

    /** At least so many packets of the mixture, and all that may be in the tables. */
    static void plan(RandomArrivals arrivals, Source mixture, int packets, Taker taker) throws TargetException {
        taker.take(packets, mixture);
        if (packets >= FILL_FROM) {
            taker.take(FILL, arrivals::unseen);
            taker.take(packets / 20, arrivals::next);
            taker.take(1, arrivals::afterAll);
            taker.take(FILL, arrivals::unseenAtOther);
            taker.take(packets / 20, arrivals::next);
        }
    }

    /** One sequence under way. */
    private final class Measuring {
        private final PacketSequence sequence;
        private final RandomArrivals arrivals;
        private final long seed;
        private final LongConsumer measured;
        private final BooleanSupplier stop;

        Measuring(PacketSequence sequence, RandomArrivals arrivals, long seed, LongConsumer measured, BooleanSupplier stop) {
            this.sequence = sequence;
            this.arrivals = arrivals;
            this.seed = seed;
            this.measured = measured;
            this.stop = stop;
        }

        void take(int packets, Source source) throws TargetException {
            int left = packets;
            while (left > 0 && !stop.getAsBoolean()) {
                int size = classes.needsTraces() || count % SAMPLE == 0 ? 1 : (int) Math.min(Math.min(BATCH, left), SAMPLE - count % SAMPLE);
                List<Arrival> batch = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    batch.add(source.next());
                }
                left -= size;
                run(batch);
                measured.accept(count);
            }
        }

        private void run(List<Arrival> batch) throws TargetException {
            Arrival first = batch.getFirst();
            Optional<Trace> stepped = count % SAMPLE == 0 && sequence.canStep() ? Optional.of(sequence.step(first, Math.min(MOST_SAMPLE_STEPS, validator.limits().single()))) : Optional.empty();
            if (classes.needsTraces()) {
                PacketSequence.Traced traced = sequence.trace(first, Math.min(MOST_TRACED_STEPS, validator.limits().running()));
                note(first, traced.summary(), classes.of(traced, first), stepped);
                return;
            }
            List<Summary> summaries = sequence.run(batch, validator.limits().running());
            for (int i = 0; i < summaries.size(); i++) {
                Summary summary = summaries.get(i);
                note(batch.get(i), summary, classes.of(summary), i == 0 ? stepped : Optional.empty());
            }
        }

        private void note(Arrival arrival, Summary summary, Optional<String> className, Optional<Trace> stepped) throws TargetException {
            String number = "packet " + count + " of the sequence of seed " + seed;
            Supplier<String> packet = () -> number + " (" + PacketWords.of(exploration.inputs(), arrival) + ")";
            count++;
            stepped.ifPresent(trace -> validator.compare(SampleCheck.differences(referee, summary, trace), packet));
            if (referee.tellsOfFault(summary.end(), arrival)) {
                sequence.reset();       // behind it there is no program any more
                return;
            }
            if (!summary.isDone()) {
                validator.end(packet.get(), summary.end(), summary.instructions(), summary.pcvs());
                sequence.reset();
                return;
            }
            arrivals.note(arrival, summary);
            if (className.isEmpty()) {
                unknown.merge(PacketClasses.marks(summary.classes()), new Unknown(packet.get(), summary.instructions(), summary.memoryAccesses(), 1), Unknown::and);
                return;
            }
            validator.measure(className.get(), summary.pcvs(), summary::cost, packet);
            stepped.filter(Trace::isDone).ifPresent(trace -> validator.measurePlaces(className.get(), summary.pcvs(), trace, packet));
        }
    }
}
