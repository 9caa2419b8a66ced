package org.perfcontracts.explore.input;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** At which layer the bytes begin that a program gets as the packet. */
public enum Layer {
    /** An Ethernet frame. */
    ETHERNET(0),
    /** An ARP message. */
    ARP(14),
    /** The header of IPv4. */
    IPV4(14),
    /** The header of IPv6. */
    IPV6(14),
    /** The header of ICMP. */
    ICMP(34),
    /** The header of TCP. */
    TCP(34),
    /** The header of UDP. */
    UDP(34),
    /** A DNS message. */
    DNS(42),
    /** Bytes without a meaning that is known. */
    BYTES(0);

    private final int offset;

    Layer(int offset) {
        this.offset = offset;
    }

    /** How users write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The layer that users write so. */
    public static Optional<Layer> of(String key) {
        return Arrays.stream(values()).filter(layer -> layer.key().equals(key)).findFirst();
    }

    /** How users write all of them, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(Layer::key).collect(Collectors.joining(", "));
    }

    /** Where it begins in most Ethernet frames that have it, in bytes. */
    public int offset() {
        return offset;
    }

    /** What a frame holds from this layer on; nothing of a frame that is too short. */
    public byte[] of(byte[] frame) {
        return Arrays.copyOfRange(frame, Math.min(offset, frame.length), frame.length);
    }
}
