package org.perfcontracts.traffic;

import java.util.OptionalInt;

/** Where the headers are in an Ethernet frame, whatever VLAN tags it has. Nothing is found in frames that end before. */
public final class FrameHeaders {
    /** EtherTypes, as IEEE assigns them. */
    public static final int IPV4 = EthernetFrames.IPV4;
    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86dd;

    private static final int TYPE = 12;
    private static final int TAG = 4;
    private static final int CUSTOMER_TAG = 0x8100;
    private static final int SERVICE_TAG = 0x88a8;
    private static final int OLD_SERVICE_TAG = 0x9100;
    private static final int VLAN_BITS = 0xfff;

    private FrameHeaders() {
    }

    /** The outermost VLAN of a frame, 0 to 4095; empty where it is not tagged. */
    public static OptionalInt vlan(byte[] frame) {
        return frame.length >= TYPE + TAG && isTag(short16(frame, TYPE)) ? OptionalInt.of(short16(frame, TYPE + 2) & VLAN_BITS) : OptionalInt.empty();
    }

    /** Where what an EtherType names begins, in bytes; empty where a frame holds something else. */
    public static OptionalInt start(byte[] frame, int etherType) {
        int at = TYPE;
        while (at + 2 <= frame.length && isTag(short16(frame, at))) {
            at += TAG;
        }
        return at + 2 <= frame.length && short16(frame, at) == etherType ? OptionalInt.of(at + 2) : OptionalInt.empty();
    }

    /** Where what an IPv4 packet carries begins, if it carries a protocol and is no later fragment; empty otherwise. */
    public static OptionalInt carried(byte[] frame, int protocol) {
        OptionalInt ip = start(frame, IPV4);
        if (ip.isEmpty() || ip.getAsInt() + Ipv4Frame.HEADER > frame.length || frame[ip.getAsInt() + 9] != (byte) protocol) {
            return OptionalInt.empty();
        }
        int at = ip.getAsInt();
        boolean later = (short16(frame, at + 6) & 0x1fff) != 0;
        int header = 4 * (frame[at] & 15);
        return later || header < Ipv4Frame.HEADER || at + header > frame.length ? OptionalInt.empty() : OptionalInt.of(at + header);
    }

    private static boolean isTag(int type) {
        return type == CUSTOMER_TAG || type == SERVICE_TAG || type == OLD_SERVICE_TAG;
    }

    private static int short16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
