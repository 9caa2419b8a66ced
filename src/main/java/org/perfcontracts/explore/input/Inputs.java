package org.perfcontracts.explore.input;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * The symbols that stand for what arrives: everything else that occurs in constraints stands for values that the
 * architecture leaves undefined, for time, or for the state in an arbitrary iteration of a cut loop.
 *
 * @param packet the packet's bytes, 8 bits each, named {@code packet[0]} and so on; empty if no packet is injected
 * @param parameters the other inputs by name, such as {@code length}, {@code port} and {@code now}
 * @param lengthName the name of the parameter that is the packet's length in bytes, or empty
 * @param assumptions what is assumed of them, such as the range of the length
 * @param layer at which the packet begins
 * @param burst the packets, where several arrive together; then {@code packet} is empty
 */
public record Inputs(List<Symbol> packet, Map<String, Symbol> parameters, String lengthName, List<Term> assumptions, Layer layer,
        Optional<Burst> burst) {
    /** Inputs without a burst. */
    public Inputs(List<Symbol> packet, Map<String, Symbol> parameters, String lengthName, List<Term> assumptions, Layer layer) {
        this(packet, parameters, lengthName, assumptions, layer, Optional.empty());
    }

    /** Inputs of which the packet is an Ethernet frame. */
    public Inputs(List<Symbol> packet, Map<String, Symbol> parameters, String lengthName, List<Term> assumptions) {
        this(packet, parameters, lengthName, assumptions, Layer.ETHERNET);
    }

    /** The range, both ends included, that the assumptions set to an input. */
    public Interval range(Symbol symbol) {
        return Interval.of(symbol, assumptions);
    }

    /** Whether a symbol is one of the inputs. */
    public boolean contains(Symbol symbol) {
        return packet.contains(symbol) || parameters.containsValue(symbol) || burst.isPresent() && burst.get().contains(symbol);
    }

    /** Whether packets wait together at a device, so that what is explored is a poll of many. */
    public boolean isBurstOfDevice() {
        return burst.isPresent() && burst.get().countName().equals(DeviceInjection.WAITING);
    }

    /** How many packets wait together at a device at most. */
    public int packetsOfDevice() {
        return isBurstOfDevice() ? burst.get().frames().size() : 1;
    }

    /** How many bytes a packet can have. */
    public int longest() {
        return burst.map(Burst::longest).orElse(packet.size());
    }

    /** Whether bytes of packets are among the inputs. */
    public boolean hasPackets() {
        return !packet.isEmpty() || burst.isPresent();
    }
}
