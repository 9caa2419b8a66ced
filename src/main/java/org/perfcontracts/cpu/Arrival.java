package org.perfcontracts.cpu;

import java.util.Map;

/**
 * A packet that arrives at a network function.
 *
 * @param packet     its bytes; not to be modified
 * @param parameters the values of the function's other parameters by name, such as {@code port} and {@code now}; the length
 *                   follows from the packet
 */
public record Arrival(byte[] packet, Map<String, Long> parameters) {
    /** Copies the map. */
    public Arrival {
        parameters = Map.copyOf(parameters);
    }
}
