package org.perfcontracts.traffic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Packets at random that belong together, as network functions with state tell them apart: packets of new flows and of known
 * ones, answers, bursts, stations that moved, malformed packets; from few or from many addresses, close together in time or
 * so far apart that everything has expired. How they are mixed changes every few hundred packets. The same seed and the same
 * emitted packets give the same packets.
 */
public final class RandomFlows {
    private static final int ETHERNET = EthernetFrames.HEADER;
    private static final int LEAST = ETHERNET + 28;
    private static final int REMEMBERED = 4096;
    /** The time at the beginning, in nanoseconds since 1970. */
    private static final long START = 1_700_000_000_000_000_000L;
    /** The longest jump of the time, in nanoseconds: more than an hour and a half, longer than any lifetime. */
    private static final long LONGEST_JUMP = 6_000_000_000_000L;
    private static final long SHORTEST_JUMP = 1_000_000L;
    /** So many of the latest frames, or all remembered ones, come once more. */
    private static final int[] RECENT = {6, 60, REMEMBERED};
    private static final int[] NETWORKS = {0x0a000000, 0x0a010000, 0x0a010200, 0x0a010280, 0xc0000201, 0xc0000200, 0xc6336401, 0xc0a80000};
    private static final int[] HOST_BITS = {0xffffff, 0xffff, 0xff, 0x7f, 0, 0xff, 0x3f, 0xffff};
    private static final int SOURCES = 0x0a800000;
    /** Destinations of flows that were not seen before. */
    private static final int UNSEEN = 0x0b000000;

    private final Random random;
    private final RandomPackets malformed;
    private final int most;
    private final int ports;
    private final Remembered known = new Remembered();
    private final Remembered emitted = new Remembered();
    private long now = START;
    private long fresh;
    private Mixture mixture;
    private int left;
    private Frame burst;
    private int burstLeft;

    /**
     * A frame at a port.
     *
     * @param bytes not to be modified
     * @param port where it arrives, from 0 on
     * @param now when, in nanoseconds since 1970; never less than that of the one before
     */
    public record Frame(byte[] bytes, int port, long now) {
    }

    /**
     * How packets are mixed for a while.
     *
     * @param pool of how many flows packets are that are neither known nor answers
     * @param step the longest time between two packets, in nanoseconds
     * @param known so many of 100 were seen before
     * @param recent of so many latest ones
     * @param answers so many of 100 answer what was emitted
     * @param bursts so many of 100 begin a burst, half of them of the longest frames
     * @param malformed so many of 100 are malformed
     * @param mainPort where most packets arrive
     * @param otherPorts whether packets arrive at other ports at all
     */
    private record Mixture(int pool, long step, int known, int recent, int answers, int bursts, int malformed, int mainPort,
                           boolean otherPorts) {
    }

    /** The latest frames, the oldest of many forgotten. */
    private static final class Remembered {
        private final List<Frame> frames = new ArrayList<>();
        private long count;

        private void add(Frame frame) {
            if (frames.size() < REMEMBERED) {
                frames.add(frame);
            } else {
                frames.set((int) (count % REMEMBERED), frame);
            }
            count++;
        }

        private boolean isEmpty() {
            return frames.isEmpty();
        }

        /** One of so many latest. */
        private Frame any(Random random, int latest) {
            int back = 1 + random.nextInt(Math.min(latest, frames.size()));
            return frames.get((int) ((count - back) % REMEMBERED));
        }
    }

    /**
     * Packets that follow from a seed.
     *
     * @param most bytes of a frame
     * @param ports how many ports there are
     */
    public RandomFlows(long seed, int most, int ports) {
        this.random = new Random(seed);
        this.malformed = new RandomPackets(seed + 1);
        this.most = most;
        this.ports = ports;
    }

    /** The next packet. */
    public Frame next() {
        if (left-- <= 0) {
            begin();
        }
        pass();
        Frame frame = choose();
        known.add(frame);
        return frame;
    }

    /** A packet of a flow, from and to IPv4 addresses that no packet was of before, at the time of the packet before. */
    public Frame unseen(int port) {
        long flow = fresh++ | 1L << 40;
        Frame frame = new Frame(toSomebody(datagram(flow, UNSEEN | (int) flow & 0x3fffff)), port, now);
        known.add(frame);
        return frame;
    }

    /** Lets more time pass than anything lives. */
    public void expireAll() {
        now += LONGEST_JUMP;
    }

    /** Says what came of a packet, so that it can be answered. */
    public void emitted(byte[] bytes, int port) {
        emitted.add(new Frame(bytes, port, now));
    }

    private void begin() {
        left = 100 + random.nextInt(900);
        int pool = new int[] {3, 40, 1000, 1 << 20}[random.nextInt(4)];
        long step = new long[] {0, 300, 100_000, 20_000_000, 400_000_000}[random.nextInt(5)];
        mixture = new Mixture(pool, step, 10 + random.nextInt(50), RECENT[random.nextInt(RECENT.length)], random.nextInt(25),
                random.nextInt(3), random.nextInt(16), random.nextInt(ports), random.nextInt(4) != 0);
    }

    private void pass() {
        if (mixture.step > 0) {
            now += (long) (random.nextDouble() * mixture.step);
        }
        if (random.nextInt(150) == 0) {
            double range = Math.log((double) LONGEST_JUMP / SHORTEST_JUMP);
            now += (long) (SHORTEST_JUMP * Math.exp(random.nextDouble() * range));
        }
    }

    private Frame choose() {
        if (burstLeft > 0) {
            burstLeft--;
            return new Frame(burst.bytes, burst.port, now);
        }
        int kind = random.nextInt(100);
        if ((kind -= mixture.malformed) < 0) {
            return new Frame(malformed.next(0, most), port(), now);
        }
        if ((kind -= mixture.bursts) < 0 && !known.isEmpty()) {
            Frame first = known.any(random, mixture.recent);
            byte[] bytes = random.nextBoolean() ? Arrays.copyOf(first.bytes, most) : first.bytes;
            burst = new Frame(bytes, portOf(first), now);
            burstLeft = random.nextInt(200);
            return burst;
        }
        if ((kind -= mixture.known) < 0 && !known.isEmpty()) {
            return again(known.any(random, mixture.recent));
        }
        if ((kind -= mixture.answers) < 0 && !emitted.isEmpty()) {
            Frame frame = emitted.any(random, REMEMBERED);
            return new Frame(answer(frame.bytes), portOf(frame), now);
        }
        return new Frame(toSomebody(datagram(random.nextInt(mixture.pool))), port(), now);
    }

    /** Every fourth packet goes to the Ethernet address of a station that was seen lately. */
    private byte[] toSomebody(byte[] bytes) {
        if (!known.isEmpty() && random.nextInt(4) == 0) {
            byte[] from = known.any(random, REMEMBERED).bytes;
            if (from.length >= ETHERNET && bytes.length >= ETHERNET) {
                System.arraycopy(from, 6, bytes, 0, 6);
            }
        }
        return bytes;
    }

    private int port() {
        return mixture.otherPorts && random.nextInt(3) == 0 ? random.nextInt(ports) : mixture.mainPort;
    }

    /** Where a packet arrives that belongs to a port. */
    private int portOf(Frame frame) {
        return mixture.otherPorts ? frame.port : mixture.mainPort;
    }

    /** A known packet once more: mostly as it was, sometimes at another port, to a group, to itself, or altered a little. */
    private Frame again(Frame frame) {
        byte[] bytes = frame.bytes.clone();
        int port = portOf(frame);
        switch (random.nextInt(12)) {
            case 0 -> port = port();
            case 1 -> Arrays.fill(bytes, 0, Math.min(6, bytes.length), (byte) 0xff);
            case 2 -> {
                if (bytes.length >= ETHERNET) {
                    System.arraycopy(bytes, 6, bytes, 0, 6);
                }
            }
            case 3 -> {
                if (bytes.length > 0) {
                    bytes[random.nextInt(Math.min(60, bytes.length))] = (byte) random.nextInt(256);
                }
            }
            case 4 -> {
                if (bytes.length >= LEAST && random.nextInt(3) == 0) {
                    malform(bytes);
                }
            }
            default -> { }
        }
        return new Frame(bytes, port, now);
    }

    /** Changes a field by which packets are found to be malformed or of another protocol. */
    private void malform(byte[] bytes) {
        switch (random.nextInt(4)) {
            case 0 -> bytes[ETHERNET] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0x40 | random.nextInt(6));
            case 1 -> putShort(bytes, ETHERNET + 2, random.nextInt(1 << 16));
            case 2 -> putShort(bytes, ETHERNET + 2, 4 * (bytes[ETHERNET] & 15) + random.nextInt(20));
            default -> bytes[ETHERNET + 9] = (byte) random.nextInt(256);
        }
    }

    private static void putShort(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    /** With the two ends exchanged: Ethernet and IPv4 addresses, and the ports. */
    private static byte[] answer(byte[] bytes) {
        byte[] answer = bytes.clone();
        if (bytes.length < ETHERNET) {
            return answer;
        }
        exchange(answer, 0, 6, 6);
        int header = bytes.length < LEAST ? 0 : 4 * (bytes[ETHERNET] & 15);
        if (header >= 20 && bytes.length >= ETHERNET + header + 8) {
            exchange(answer, ETHERNET + 12, ETHERNET + 16, 4);
            exchange(answer, ETHERNET + header, ETHERNET + header + 2, 2);
        }
        return answer;
    }

    private static void exchange(byte[] bytes, int one, int other, int count) {
        for (int i = 0; i < count; i++) {
            byte kept = bytes[one + i];
            bytes[one + i] = bytes[other + i];
            bytes[other + i] = kept;
        }
    }

    // ---- datagrams

    private byte[] datagram(long flow) {
        Random of = new Random(flow ^ 0x5851f42d4c957f2dL);
        int network = of.nextInt(NETWORKS.length);
        return datagram(flow, of.nextInt(6) == 0 ? of.nextInt() : NETWORKS[network] | of.nextInt() & HOST_BITS[network]);
    }

    /** A datagram or segment of a flow to a destination; what else tells the flow follows from its number. */
    private byte[] datagram(long flow, int destination) {
        Random of = new Random(flow * 0x9e3779b97f4a7c15L);
        int options = random.nextInt(8) == 0 ? 4 * random.nextInt(11) : 0;
        boolean tcp = of.nextBoolean();
        int transport = tcp ? 20 : 8;
        int payload = random.nextInt(6) == 0 ? random.nextInt(1400) : random.nextInt(40);
        int header = 20 + options;
        int room = Math.max(0, most - ETHERNET - header - transport);
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + header + transport + Math.min(payload, room));
        putStation(frame, of.nextInt(8) == 0 ? -1 : of.nextLong());
        putStation(frame, flow);
        frame.putShort((short) EthernetFrames.IPV4);
        frame.put((byte) (0x40 | header / 4)).put((byte) 0).putShort((short) (frame.capacity() - ETHERNET));
        frame.putInt(0).put((byte) (random.nextInt(20) == 0 ? random.nextInt(3) : 64)).put((byte) (tcp ? 6 : 17)).putShort((short) 0);
        frame.putInt(SOURCES + (int) (flow & 0x3fffff)).putInt(destination);
        frame.put(noOperations(options));
        frame.putShort((short) (1024 + of.nextInt(60000))).putShort((short) (of.nextInt(4) == 0 ? of.nextInt() : 53));
        frame.position(0);
        byte[] bytes = frame.array();
        putShort(bytes, ETHERNET + 10, EthernetFrames.checksum(bytes, ETHERNET, header));
        return Arrays.copyOf(bytes, Math.min(most, bytes.length));
    }

    private static byte[] noOperations(int count) {
        byte[] options = new byte[count];
        Arrays.fill(options, (byte) 1);
        return options;
    }

    /** The Ethernet address of a station: locally administered, no group; -1 for all stations. */
    private static void putStation(ByteBuffer frame, long number) {
        frame.putShort((short) (number == -1 ? -1 : 0x0200)).putInt((int) (number ^ number >> 32));
    }
}
