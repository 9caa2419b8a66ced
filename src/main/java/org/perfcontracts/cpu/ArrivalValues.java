package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Symbol;

/** Reads from packets the values of some symbols of an exploration's inputs: of the many that a burst has, conditions speak of few. */
final class ArrivalValues {
    private final Map<Symbol, Function<Arrival, BigInteger>> readers = new HashMap<>();
    private final BigInteger behind;

    /**
     * Reads those of the wanted symbols that are inputs.
     *
     * @param isZero whether what is behind a packet's end is zero, rather than not known
     */
    ArrivalValues(Inputs inputs, Set<Symbol> wanted, boolean isZero) {
        this.behind = isZero ? BigInteger.ZERO : null;
        for (int i = 0; i < inputs.packet().size(); i++) {
            int at = i;
            readers.put(inputs.packet().get(i), arrival -> at(arrival.packet(), at));
        }
        inputs.burst().ifPresent(this::add);
        inputs.parameters().forEach((name, symbol) -> readers.put(symbol, arrival -> PacketSequence.unsigned(PacketSequence.value(inputs, arrival, name))));
        readers.keySet().retainAll(wanted);
    }

    private void add(Burst burst) {
        for (int i = 0; i < burst.frames().size(); i++) {
            int number = i;
            Burst.Frame frame = burst.frames().get(i);
            readers.put(frame.length(), arrival -> BigInteger.valueOf(packet(arrival, number).length));
            for (int k = 0; k < frame.bytes().size(); k++) {
                int at = k;
                readers.put(frame.bytes().get(k), arrival -> at(packet(arrival, number), at));
            }
        }
    }

    private static byte[] packet(Arrival arrival, int number) {
        return number < arrival.burst().size() ? arrival.burst().get(number) : new byte[0];
    }

    private BigInteger at(byte[] packet, int at) {
        return at < packet.length ? BigInteger.valueOf(packet[at] & 0xff) : behind;
    }

    /** The values in a packet, as far as they are known. */
    Map<Symbol, BigInteger> of(Arrival arrival) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        readers.forEach((symbol, reader) -> Optional.ofNullable(reader.apply(arrival)).ifPresent(value -> values.put(symbol, value)));
        return values;
    }
}
