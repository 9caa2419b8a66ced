package org.perfcontracts.cpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;

/**
 * Inputs at random of which every other one is near to what some path wants. The same seed gives the same inputs. Packets of a device can come in phases, in which
 * all arrive at one queue and most are near to what one path wants: these fill and empty what is there for all packets.
 */
final class Mixture {
    /** On average. */
    private static final int PACKETS_OF_A_PHASE = 24;

    private final Inputs inputs;
    private final RandomInputs source;
    private final List<Assignment> models;
    private final Random random;
    /** Empty: there are no phases. */
    private final List<Long> queues;
    private boolean near;
    private long queue;
    private Optional<Assignment> wanted = Optional.empty();

    private Mixture(Exploration exploration, long seed, List<Long> queues) {
        this.queues = queues;
        this.inputs = exploration.inputs();
        this.source = new RandomInputs(inputs, seed);
        this.models = exploration.paths().stream().map(path -> path.witness().model()).flatMap(Optional::stream).toList();
        this.random = new Random(seed);
    }

    Mixture(Exploration exploration, long seed) {
        this(exploration, seed, List.of());
    }

    /**
     * Packets in phases.
     *
     * @param others the queues at which they arrive besides
     */
    static Mixture inPhases(Exploration exploration, long seed, List<Long> others) {
        return new Mixture(exploration, seed, Stream.concat(Stream.of(Occasion.NEXT.queue()), others.stream()).toList());
    }

    /** The next input. */
    Assignment next() {
        return isNear() ? like() : source.next();
    }

    /** The next packet of a sequence; some others give when and where it arrives. */
    Arrival next(RandomArrivals others) {
        if (!queues.isEmpty() && random.nextInt(PACKETS_OF_A_PHASE) == 0) {
            queue = queues.get(random.nextInt(queues.size()));
            wanted = random.nextBoolean() || models.isEmpty() ? Optional.empty() : Optional.of(models.get(random.nextInt(models.size())));
        }
        return here(others).at(new Occasion(queue, Duration.ZERO));
    }

    private Arrival here(RandomArrivals others) {
        if (!isNear()) {
            return others.next();
        }
        Assignment like = like();
        return inputs.burst().isPresent() ? others.next(packets(inputs.burst().get(), others.most(), like)) : others.next(PacketWords.bytes(inputs, like));
    }

    /** As many as there can be; those beyond what one path speaks of are as on others. */
    private List<byte[]> packets(Burst burst, int most, Assignment first) {
        List<byte[]> packets = new ArrayList<>();
        for (Assignment like = first; packets.size() < most; like = like()) {
            for (Burst.Frame frame : burst.frames()) {
                packets.add(frame.in(like));
            }
        }
        return packets.subList(0, most);
    }

    private boolean isNear() {
        near = !near;
        return near && !models.isEmpty();
    }

    private Assignment like() {
        return source.like(wanted.orElseGet(() -> models.get(random.nextInt(models.size()))));
    }
}
