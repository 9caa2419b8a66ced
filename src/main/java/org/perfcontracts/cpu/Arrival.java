package org.perfcontracts.cpu;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.explore.input.Inputs;

/**
 * A packet that arrives at a network function, or packets that arrive together.
 *
 * @param packet     its bytes; not to be modified
 * @param parameters the values of the function's other parameters by name, such as {@code port} and {@code now}; the length
 *                   follows from the packet
 * @param burst      the bytes of packets that arrive together, as many as there can be, of which a parameter says how many there are; then
 *                   {@code packet} is empty
 * @param occasion   where and when a device delivers; means nothing where no device does
 */
public record Arrival(byte[] packet, Map<String, Long> parameters, List<byte[]> burst, Occasion occasion) {
    /** A packet by itself. */
    public Arrival(byte[] packet, Map<String, Long> parameters) {
        this(packet, parameters, List.of());
    }

    /** Packets together, next. */
    public Arrival(byte[] packet, Map<String, Long> parameters, List<byte[]> burst) {
        this(packet, parameters, burst, Occasion.NEXT);
    }

    /** None: the device has no packet at a poll. */
    static Arrival none() {
        return new Arrival(new byte[0], Map.of(DeviceInjection.WAITING, 0L));
    }

    /** The same at another occasion. */
    Arrival at(Occasion other) {
        return new Arrival(packet, parameters, burst, other);
    }

    /** A packet by itself that a device delivers, whether or not several might wait. */
    static Arrival polled(Inputs inputs, byte[] packet) {
        return inputs.burst().isPresent() ? polled(Collections.nCopies(1, packet)) : new Arrival(packet, Map.of(DeviceInjection.WAITING, 1L));
    }

    /** Packets that a device delivers together. */
    static Arrival polled(List<byte[]> packets) {
        return new Arrival(new byte[0], Map.of(DeviceInjection.WAITING, (long) packets.size()), packets);
    }

    /** Those of the packets together that there are, as a parameter says. */
    List<byte[]> present(String countName) {
        return burst.subList(0, (int) Math.min(burst.size(), parameters.getOrDefault(countName, 0L)));
    }

    /** Copies the map and the list. */
    public Arrival {
        parameters = Map.copyOf(parameters);
        burst = List.copyOf(burst);
    }
}
