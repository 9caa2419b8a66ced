package org.perfcontracts.traffic;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.formula.SizeExpression;

/**
 * UDP packets in a given order, some of them as often as a size {@code n} says.
 *
 * @param steps in order of time, at least one
 */
public record PacketScript(List<Step> steps) {
    /** The first second of every script; no flow or station is older. */
    private static final long START = 1_700_000_000L;
    private static final long NANOSECONDS = 1_000_000_000L;
    private static final int PAYLOAD = 18;
    private static final int HOPS = 64;
    private static final long MOST_PACKETS = 1 << 20;

    /**
     * Where a packet comes from or goes to.
     *
     * @param station an Ethernet address: the low 48 bits
     * @param address an IPv4 address, most significant byte first
     * @param port of UDP, 0 to 65535
     */
    public record End(long station, int address, int port) {
        private End plus(long number) {
            return new End(station + number, address + (int) number, port);
        }
    }

    /**
     * Packets at one time.
     *
     * @param repeat how many; the second comes from the next station and the next IPv4 address, and so on
     * @param at in seconds from the start of the script
     * @param port where they arrive, from 0 on
     * @param source of the first
     * @param destination of all
     */
    public record Step(SizeExpression repeat, long at, int port, End source, End destination) {
    }

    /** Checks the order. */
    public PacketScript {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("there is no packet");
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).at < steps.get(i - 1).at) {
                throw new IllegalArgumentException("a packet at " + steps.get(i).at + " s follows one at " + steps.get(i - 1).at + " s");
            }
        }
    }

    /**
     * The packets for a size, at least one.
     *
     * @throws ArithmeticException where a number of packets is none
     * @throws IllegalArgumentException where there is no packet, or more than a million
     */
    public List<RandomFlows.Frame> frames(long n) {
        List<RandomFlows.Frame> frames = new ArrayList<>();
        for (Step step : steps) {
            long count = step.repeat.of(n, n);
            if (count < 0 || count > MOST_PACKETS) {
                throw new IllegalArgumentException("repeat " + step.repeat + " is " + count + " for n = " + n);
            }
            for (long i = 0; i < count; i++) {
                frames.add(frame(step, i));
            }
        }
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("there is no packet for n = " + n);
        }
        return frames;
    }

    private static RandomFlows.Frame frame(Step step, long number) {
        End from = step.source.plus(number);
        End to = step.destination;
        byte[] datagram = EthernetFrames.udp(from.address, to.address, from.port, to.port, new byte[PAYLOAD]);
        byte[] bytes = new Ipv4Frame(to.station, from.station, HOPS, EthernetFrames.UDP, from.address, to.address, new byte[0], datagram).bytes();
        return new RandomFlows.Frame(bytes, step.port, (START + step.at) * NANOSECONDS);
    }
}
