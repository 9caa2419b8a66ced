package org.perfcontracts.explore.input;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;

/** The symbols of packets that arrive together: how many there are, and of each its length and its bytes. */
public final class Burst {
    /** As many packets as a burst may have. */
    public static final int MOST = 32;

    private final String countName;
    private final List<Frame> frames;
    private final Set<Symbol> symbols = new HashSet<>();

    /**
     * A packet of the burst.
     *
     * @param name   such as {@code pkts[0]}
     * @param length in bytes
     * @param bytes  as many as the length can be
     */
    public record Frame(String name, Symbol length, List<Symbol> bytes) {
        /** The bytes that it has in one input. */
        public byte[] in(Assignment input) {
            byte[] values = new byte[input.value(length).min(BigInteger.valueOf(bytes.size())).intValue()];
            for (int i = 0; i < values.length; i++) {
                values[i] = input.value(bytes.get(i)).byteValue();
            }
            return values;
        }
    }

    /**
     * A burst.
     *
     * @param countName the name of the parameter that says how many of the packets there are
     */
    Burst(String countName, List<Frame> frames) {
        this.countName = countName;
        this.frames = List.copyOf(frames);
        for (Frame frame : frames) {
            symbols.add(frame.length);
            symbols.addAll(frame.bytes);
        }
    }

    /** The name of the parameter that says how many of the packets there are. */
    public String countName() {
        return countName;
    }

    /** As many packets as there can be. */
    public List<Frame> frames() {
        return frames;
    }

    /** The packet with this number; where there are more packets than are followed, the last that is. */
    public Frame frame(int number) {
        return frames.get(Math.min(number, frames.size() - 1));
    }

    /** The lengths and the bytes of all packets. */
    public Set<Symbol> symbols() {
        return symbols;
    }

    boolean contains(Symbol symbol) {
        return symbols.contains(symbol);
    }

    /** How many bytes the longest packet can have. */
    public int longest() {
        return frames.stream().mapToInt(frame -> frame.bytes.size()).max().orElse(0);
    }

    /** The packets that there are in one input. */
    public List<byte[]> packets(Assignment input, Map<String, Symbol> parameters) {
        int count = input.value(parameters.get(countName)).min(BigInteger.valueOf(frames.size())).intValue();
        List<byte[]> packets = new ArrayList<>();
        frames.subList(0, count).forEach(frame -> packets.add(frame.in(input)));
        return packets;
    }

    /** The values that packets give to the symbols, of as many frames as there are packets; the rest is zero, and further packets have no symbols. */
    public Map<Symbol, BigInteger> values(List<byte[]> packets) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        for (int i = 0; i < Math.min(packets.size(), frames.size()); i++) {
            Frame frame = frames.get(i);
            byte[] packet = packets.get(i);
            values.put(frame.length, BigInteger.valueOf(packet.length));
            for (int k = 0; k < packet.length; k++) {
                values.put(frame.bytes.get(k), BigInteger.valueOf(packet[k] & 0xff));
            }
        }
        return values;
    }
}
