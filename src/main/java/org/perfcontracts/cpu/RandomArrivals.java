package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.traffic.RandomFlows;

/**
 * Packets of flows at random, as arrivals that meet the assumptions of an exploration. The parameters {@code port} and
 * {@code now} are where and when the packet arrives; others are random numbers. The same seed gives the same arrivals.
 */
final class RandomArrivals {
    private static final String PORT = "port";
    private static final String NOW = "now";
    private static final int PORTS = 2;

    private final Inputs inputs;
    private final RandomFlows flows;
    private final Random random;
    private final RandomNumbers numbers;
    private final int most;

    RandomArrivals(Inputs inputs, long seed) {
        this(inputs, seed, inputs.burst().map(burst -> burst.frames().size()).orElse(1));
    }

    /**
     * Arrivals of more packets together than are followed.
     *
     * @param most as many at most, where packets wait together at a device
     */
    RandomArrivals(Inputs inputs, long seed, int most) {
        this.most = most;
        this.inputs = inputs;
        this.flows = new RandomFlows(seed, inputs.longest() + inputs.layer().offset(), PORTS);
        this.random = new Random(seed ^ 0x5deece66dL);
        this.numbers = new RandomNumbers(inputs, random);
    }

    /** As many packets as arrive together at most. */
    int most() {
        return most;
    }

    /** A packet of the mixture. */
    Arrival next() {
        return arrival(flows.next());
    }

    /** Other bytes, where and when a packet of the mixture arrives. */
    Arrival next(byte[] packet) {
        RandomFlows.Frame frame = flows.next();
        return arrival(packet, frame.port(), frame.now());
    }

    /** Other packets together, where and when a packet of the mixture arrives. */
    Arrival next(List<byte[]> packets) {
        RandomFlows.Frame frame = flows.next();
        return arrival(packets, frame.port(), frame.now());
    }

    /** A packet of a new flow between new stations, at once. */
    Arrival unseen() {
        return arrival(flows.unseen(random.nextInt(20) == 0 ? 1 : 0));
    }

    /** Likewise, at the other port. */
    Arrival unseenAtOther() {
        return arrival(flows.unseen(random.nextInt(20) == 0 ? 0 : 1));
    }

    /** A packet after which nothing of what was before is still alive. */
    Arrival afterAll() {
        flows.expireAll();
        return arrival(flows.next());
    }

    /** Says what came of an arrival: the function returns the port to send the packet to, or a negative number. */
    void note(Arrival arrival, Summary summary) {
        if (inputs.layer().offset() > 0 || inputs.burst().isPresent() || summary.packet().length == 0) {
            return; // what the function sends is no frame, or it is not known which
        }
        int port = (int) summary.result();
        if (summary.isDone() && port >= 0 && port < PORTS) {
            flows.emitted(summary.packet(), port);
        } else if (summary.isDone() && port == Integer.MIN_VALUE) {
            flows.emitted(summary.packet(), (int) (1 - arrival.parameters().getOrDefault(PORT, 0L) % PORTS));
        }
    }

    private Arrival arrival(RandomFlows.Frame frame) {
        if (inputs.burst().isPresent()) {
            List<byte[]> packets = new ArrayList<>(List.of(frame.bytes()));
            while (packets.size() < most) {
                packets.add(flows.next().bytes());
            }
            return arrival(packets, frame.port(), frame.now());
        }
        return arrival(inputs.layer().of(frame.bytes()), frame.port(), frame.now());
    }

    private Arrival arrival(List<byte[]> packets, int port, long now) {
        Burst burst = inputs.burst().orElseThrow();
        List<byte[]> fitting = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            byte[] packet = packets.get(i);
            int length = numbers.of(burst.frame(i).length(), BigInteger.valueOf(packet.length)).intValue();
            fitting.add(Arrays.copyOf(packet, length));
        }
        return new Arrival(new byte[0], parameters(new byte[0], port, now), fitting);
    }

    private Arrival arrival(byte[] packet, int port, long now) {
        Map<String, Long> values = parameters(packet, port, now);
        int length = Math.toIntExact(values.getOrDefault(inputs.lengthName(), (long) packet.length));
        return new Arrival(Arrays.copyOf(packet, length), values);
    }

    private Map<String, Long> parameters(byte[] packet, int port, long now) {
        Map<String, Long> values = new HashMap<>();
        inputs.parameters().forEach((name, symbol) -> values.put(name, (switch (name) {
            case PORT -> numbers.of(symbol, BigInteger.valueOf(port));
            case NOW -> numbers.of(symbol, BigInteger.valueOf(now));
            case DeviceInjection.WAITING -> inputs.isBurstOfDevice() ? BigInteger.valueOf(random.nextInt(most + 1)) : numbers.of(symbol);
            default -> name.equals(inputs.lengthName()) ? numbers.of(symbol, BigInteger.valueOf(packet.length)) : numbers.of(symbol);
        }).longValue()));
        return values;
    }
}
