package org.perfcontracts.traffic;

import java.util.Arrays;
import java.util.Objects;

/**
 * A captured Ethernet frame.
 *
 * @param nanoseconds when it was captured, since 1970-01-01 00:00 UTC; 0 if the capture does not say
 * @param bytes the frame from its destination address on, without the frame check sequence; not copied, so not to be
 *     changed
 * @param originalLength how long the frame was on the wire, in bytes: more than {@code bytes.length} if the capture cut
 *     it off
 * @param interfaceNumber of the interface that it was captured on, from 0 on, in its section of the file; 0 in formats that know one only
 */
public record Packet(long nanoseconds, byte[] bytes, long originalLength, int interfaceNumber) {

    public Packet {
        Objects.requireNonNull(bytes);
    }

    /** On interface 0. */
    public Packet(long nanoseconds, byte[] bytes, long originalLength) {
        this(nanoseconds, bytes, originalLength, 0);
    }

    /** A frame that is there in full. */
    public static Packet of(long nanoseconds, byte[] bytes) {
        return new Packet(nanoseconds, bytes, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packet packet
                && nanoseconds == packet.nanoseconds
                && originalLength == packet.originalLength
                && interfaceNumber == packet.interfaceNumber
                && Arrays.equals(bytes, packet.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(nanoseconds, originalLength, interfaceNumber, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return "Packet[" + nanoseconds + " ns, " + bytes.length + " of " + originalLength + " bytes, interface " + interfaceNumber + "]";
    }
}
