package org.perfcontracts.search;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.PacketClasses;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.traffic.RandomPackets;

/** Changes a packet byte by byte, and keeps what makes it cost more by itself, in the state at the entry. The same seed gives the same changes. */
final class Climb {
    private static final int AT_ONCE = 64;
    /** Ends after so many rounds in vain. */
    private static final int MOST_VAIN = 40;
    private static final int MOST_CHANGES = 6;
    /** Headers are at the beginning of a packet. */
    private static final int CHANGED_BYTES = 80;

    private final Referee referee;
    private final PacketClasses classes;
    private final Inputs inputs;
    private final Goal goal;
    private final Random random;
    private final BooleanSupplier over;
    private final RandomPackets others;

    Climb(Referee referee, PacketClasses classes, Inputs inputs, Goal goal, long seed, BooleanSupplier over) {
        this.referee = referee;
        this.classes = classes;
        this.inputs = inputs;
        this.goal = goal;
        this.random = new Random(seed);
        this.over = over;
        this.others = new RandomPackets(seed);
    }

    /** The costliest packet that was found from one on, alone; empty where none was that counts. */
    Optional<Reached> from(Arrival start) throws TargetException {
        Optional<Reached> best = run(List.of(start));
        for (int vain = 0; vain < MOST_VAIN && !over.getAsBoolean(); vain++) {
            Arrival like = best.map(each -> each.traffic().getLast()).orElse(start);
            List<Arrival> changed = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                changed.add(i % 4 == 0 ? new Arrival(other(), like.parameters()) : changed(like));
            }
            Optional<Reached> costliest = run(changed);
            Optional<Reached> alone = costliest.isEmpty() ? Optional.empty() : run(List.of(costliest.get().traffic().getLast()));
            if (alone.isPresent() && (best.isEmpty() || cost(alone.get()) > cost(best.get()))) {
                best = alone;
                vain = 0;
            }
        }
        return best;
    }

    private long cost(Reached reached) {
        return reached.costs().get(goal.metric());
    }

    private Optional<Reached> run(List<Arrival> arrivals) throws TargetException {
        try (Drive drive = new Drive(referee, classes, goal, over)) {
            drive.send(arrivals);
            return drive.reached();
        }
    }

    private Arrival changed(Arrival like) {
        byte[] packet = like.packet().clone();
        if (!inputs.lengthName().isEmpty() && random.nextInt(16) == 0) {
            packet = Arrays.copyOf(packet, length(packet.length));
        }
        for (int i = random.nextInt(MOST_CHANGES); i >= 0 && packet.length > 0; i--) {
            packet[random.nextInt(Math.min(packet.length, CHANGED_BYTES))] = (byte) edge();
        }
        return new Arrival(packet, like.parameters());
    }

    /** A packet as protocols have them, from the layer at which the entry's packets begin. */
    private byte[] other() {
        byte[] packet = inputs.layer().of(others.next(0, inputs.packet().size() + inputs.layer().offset()));
        return inputs.lengthName().isEmpty() ? Arrays.copyOf(packet, inputs.packet().size()) : Arrays.copyOf(packet, fitting(packet.length));
    }

    private int fitting(int wanted) {
        Interval range = inputs.range(inputs.parameters().get(inputs.lengthName()));
        return Math.clamp(wanted, range.low().intValue(), range.high().min(BigInteger.valueOf(inputs.packet().size())).intValue());
    }

    /** A length that the entry admits, mostly near to the one that there was. */
    private int length(int before) {
        return fitting(random.nextInt(4) == 0 ? random.nextInt(inputs.packet().size() + 1) : before + random.nextInt(65) - 32);
    }

    private int edge() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> 0xff;
            case 3 -> random.nextInt(16);
            default -> random.nextInt(256);
        };
    }
}
