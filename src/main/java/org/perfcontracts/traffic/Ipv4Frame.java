package org.perfcontracts.traffic;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An IPv4 packet in an Ethernet frame, to be varied from {@link #plain} on.
 *
 * @param etherDestination an Ethernet address: the low 48 bits
 * @param etherSource the same
 * @param timeToLive 0 to 255
 * @param protocol 0 to 255
 * @param source an IPv4 address, most significant byte first
 * @param destination the same
 * @param options 0 to 40 bytes; filled up with zeros, the end of options, to a multiple of 4
 * @param payload what follows the header
 */
public record Ipv4Frame(
        long etherDestination,
        long etherSource,
        int timeToLive,
        int protocol,
        int source,
        int destination,
        byte[] options,
        byte[] payload) {

    /** The length of a header without options. */
    public static final int HEADER = 20;

    public Ipv4Frame {
        if (options.length > 40) {
            throw new IllegalArgumentException("a header has room for 40 bytes of options, not " + options.length);
        }
    }

    /** 64 hops to live, no options, and a UDP datagram of 18 bytes, which makes a frame of the least length, 60 bytes. */
    public static Ipv4Frame plain(int source, int destination) {
        byte[] datagram = EthernetFrames.udp(source, destination, 4000, 53, new byte[18]);
        return new Ipv4Frame(
                0x02_00_00_00_00_01L, 0x02_00_00_00_00_02L, 64,
                EthernetFrames.UDP, source, destination, new byte[0], datagram);
    }

    public Ipv4Frame withTimeToLive(int hops) {
        return new Ipv4Frame(etherDestination, etherSource, hops, protocol, source, destination, options, payload);
    }

    public Ipv4Frame withOptions(byte... bytes) {
        return new Ipv4Frame(etherDestination, etherSource, timeToLive, protocol, source, destination, bytes, payload);
    }

    /** The frame; lengths and the header's checksum follow from the rest. */
    public byte[] bytes() {
        byte[] padded = Arrays.copyOf(options, options.length + 3 & ~3);
        int header = HEADER + padded.length;
        ByteBuffer packet = ByteBuffer.allocate(header + payload.length);
        packet.put((byte) (0x40 | header / 4)).put((byte) 0).putShort((short) packet.capacity());
        packet.putInt(0).put((byte) timeToLive).put((byte) protocol).putShort((short) 0);
        packet.putInt(source).putInt(destination).put(padded).put(payload);
        packet.putShort(10, (short) EthernetFrames.checksum(packet.array(), 0, header));
        return EthernetFrames.frame(etherDestination, etherSource, EthernetFrames.IPV4, packet.array());
    }
}
