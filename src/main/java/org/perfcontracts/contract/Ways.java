package org.perfcontracts.contract;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The paths of a contract as far as another network function needs to know them that gets the packets: on which inputs they are taken,
 * and what they return and leave in the packet. Terms are numbers of nodes.
 *
 * @param nodes       each made of earlier ones: {@code symbol WIDTH NAME}, {@code constant WIDTH VALUE} in decimal, or an operator in lower case, its width, the
 *                    lowest bit that it takes (0 where it takes none), and its arguments. Symbols that are no inputs stand for anything
 * @param bytes       how many symbols of 8 bits are the packet: {@code packet[0]} and so on
 * @param parameters  the other symbols that are inputs, by their names: their widths in bits
 * @param lengthName  the name of the one that is the packet's length; empty if none is
 * @param assumptions conditions that all inputs meet
 * @param ways        one for each path
 */
public record Ways(List<String> nodes, int bytes, Map<String, Integer> parameters, String lengthName, List<Integer> assumptions, List<Way> ways) {
    /** The name of a byte of the packet. */
    public static String packetByte(int index) {
        return "packet[" + index + "]";
    }

    /**
     * A path.
     *
     * @param inputClass the name of its class
     * @param conditions under which it is taken, of those that speak of the input alone
     * @param returned   what it returns, 64 bits; empty if it does not return, as one that faults
     * @param packet     what it leaves in the packet, of 8 bits each, by the number of the byte; the others are as they were
     */
    public record Way(String inputClass, List<Integer> conditions, OptionalInt returned, Map<Integer, Integer> packet) {
        /** Copies the collections. */
        public Way {
            conditions = List.copyOf(conditions);
            packet = Collections.unmodifiableMap(new TreeMap<>(packet));
        }
    }

    /** Copies the collections. */
    public Ways {
        nodes = List.copyOf(nodes);
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        assumptions = List.copyOf(assumptions);
        ways = List.copyOf(ways);
    }
}
