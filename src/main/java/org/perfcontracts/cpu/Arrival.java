package org.perfcontracts.cpu;

import java.util.List;
import java.util.Map;

/**
 * A packet that arrives at a network function, or packets that arrive together.
 *
 * @param packet     its bytes; not to be modified
 * @param parameters the values of the function's other parameters by name, such as {@code port} and {@code now}; the length
 *                   follows from the packet
 * @param burst      the bytes of packets that arrive together, as many as there can be, of which a parameter says how many there are; then
 *                   {@code packet} is empty
 */
public record Arrival(byte[] packet, Map<String, Long> parameters, List<byte[]> burst) {
    /** A packet by itself. */
    public Arrival(byte[] packet, Map<String, Long> parameters) {
        this(packet, parameters, List.of());
    }

    /** Copies the map and the list. */
    public Arrival {
        parameters = Map.copyOf(parameters);
        burst = List.copyOf(burst);
    }
}
