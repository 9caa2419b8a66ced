package org.perfcontracts.traffic;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Builds frames, with their lengths and checksums right; what is to be wrong is changed afterwards. */
public final class EthernetFrames {

    /** The length of an Ethernet header, which is where the next header starts. */
    public static final int HEADER = 14;

    public static final int IPV4 = 0x0800;
    public static final int UDP = 17;

    private EthernetFrames() {}

    /**
     * @param destination an Ethernet address: the low 48 bits
     * @param source the same
     * @param etherType 0 to 0xffff
     */
    public static byte[] frame(long destination, long source, int etherType, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length);
        putAddress(frame, destination);
        putAddress(frame, source);
        return frame.putShort((short) etherType).put(payload).array();
    }

    /** A datagram with checksum; for the pseudo-header it asks for the addresses of the IPv4 packet around it. */
    public static byte[] udp(int source, int destination, int sourcePort, int destinationPort, byte[] payload) {
        int length = 8 + payload.length;
        ByteBuffer pseudo = ByteBuffer.allocate(12 + length);
        pseudo.putInt(source).putInt(destination).putShort((short) UDP).putShort((short) length);
        pseudo.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) length).putShort((short) 0);
        pseudo.put(payload);
        int sum = checksum(pseudo.array(), 0, pseudo.capacity());
        // Zero would say that there is none (RFC 768).
        pseudo.putShort(18, (short) (sum == 0 ? 0xffff : sum));
        return Arrays.copyOfRange(pseudo.array(), 12, pseudo.capacity());
    }

    /**
     * The Internet checksum (RFC 1071) of bytes whose own checksum field is zero; 0 over a header whose checksum is right.
     * An odd last byte counts as followed by zero.
     */
    public static int checksum(byte[] bytes, int from, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int value = bytes[from + i] & 0xff;
            sum += i % 2 == 0 ? value << 8 : value;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) (~sum & 0xffff);
    }

    private static void putAddress(ByteBuffer frame, long address) {
        frame.putShort((short) (address >> 32)).putInt((int) address);
    }
}
