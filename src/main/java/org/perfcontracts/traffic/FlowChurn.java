package org.perfcontracts.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * Traffic of so many flows at a time, of which the oldest falls silent each time that a new one begins. Each packet is of one of them at random, goes from the flow's own
 * station and address to those of another, and arrives at the port that the flow's number is even or odd for, or all at one. Equal numbers give equal traffic.
 *
 * @param packets   how many, at least 1
 * @param flows     how many at a time, 2 to 2^24
 * @param newEvery  with each so many-th packet a new flow begins; 0 for never
 * @param interval  between two packets, in nanoseconds
 * @param clock     what the time is told in, in nanoseconds: it goes forward by so much at once; at least 1
 * @param ports     1 or 2
 * @param seed      of what is random
 */
public record FlowChurn(int packets, int flows, int newEvery, long interval, long clock, int ports, long seed) {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final int PAYLOAD = 18;
    private static final long STATIONS = 0x020000000000L;
    private static final int ADDRESSES = 0x0a000000;
    private static final int DESTINATIONS = 0xc6120000;
    private static final int HOPS = 64;
    private static final int FIRST_PORT = 1024;
    /** An odd number, so that the stations of different flows are different and yet far from each other. */
    private static final long SCATTER = 0x9e3779b97f4a7c15L;

    /** Checks the numbers. */
    public FlowChurn {
        if (packets < 1 || flows < 2 || flows > 1 << 24 || newEvery < 0 || interval < 0 || clock < 1 || ports < 1 || ports > 2) {
            throw new IllegalArgumentException("there is no such traffic: " + packets + " packets of " + flows + " flows, " + ports + " ports");
        }
    }

    /** Writes it as pcapng, whose interfaces are the ports. */
    public void write(Path file) throws IOException {
        Random random = new Random(seed);
        try (PcapNgWriter writer = PcapNgWriter.create(file, ports)) {
            int oldest = 0;
            for (int i = 0; i < packets; i++) {
                boolean isNew = newEvery > 0 && i % newEvery == newEvery - 1;
                oldest += isNew ? 1 : 0;
                int flow = isNew ? oldest + flows - 1 : oldest + random.nextInt(flows);
                int other = oldest + random.nextInt(flows);
                long now = START + i * interval;
                byte[] bytes = frame(flow, other);
                writer.write(new Packet(now - now % clock, bytes, bytes.length, flow % ports));
            }
        }
    }

    private static byte[] frame(int flow, int other) {
        int source = ADDRESSES + flow;
        int port = FIRST_PORT + flow % 50_000;
        byte[] datagram = EthernetFrames.udp(source, DESTINATIONS, port, FIRST_PORT, new byte[PAYLOAD]);
        return new Ipv4Frame(station(other), station(flow), HOPS, EthernetFrames.UDP, source, DESTINATIONS, new byte[0], datagram).bytes();
    }

    /** Of 46 bits of which the two lowest of the first byte say that it is a single station's, and local. */
    private static long station(int flow) {
        return STATIONS | flow * SCATTER >>> 24 & 0xffffffffffL;
    }
}
