package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;

/** Packets in words from which they can be made again: the parameters, and the bytes that are not zero or, where these are many, all as hexadecimal digits. */
final class PacketWords {
    private static final int MOST_SINGLE_BYTES = 8;
    /** What comes behind is left to the packet's name: so many random bytes help nobody to see what is wrong. */
    private static final int MOST_BYTES = 192;

    private PacketWords() {
    }

    /** An input of an exploration. */
    static String of(Inputs inputs, Assignment input) {
        Map<String, BigInteger> parameters = new TreeMap<>();
        inputs.parameters().forEach((name, symbol) -> parameters.put(name, input.value(symbol)));
        return inputs.burst().map(burst -> of(parameters, burst, burst.packets(input, inputs.parameters())))
                .orElseGet(() -> of(parameters, bytes(inputs, input)));
    }

    /** A packet of a sequence; its length is among the parameters. */
    static String of(Inputs inputs, Arrival arrival) {
        Map<String, BigInteger> parameters = new TreeMap<>();
        inputs.parameters().keySet().forEach(name -> parameters.put(name, name.equals(inputs.lengthName())
                ? BigInteger.valueOf(arrival.packet().length) : PacketSequence.unsigned(arrival.parameters().getOrDefault(name, 0L))));
        return inputs.burst().map(burst -> of(parameters, burst, arrival.present(burst.countName())))
                .orElseGet(() -> of(parameters, arrival.packet()));
    }

    /** The bytes of the packet of an input of an exploration. */
    static byte[] bytes(Inputs inputs, Assignment input) {
        byte[] bytes = new byte[length(inputs, input)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = input.value(inputs.packet().get(i)).byteValue();
        }
        return bytes;
    }

    private static int length(Inputs inputs, Assignment input) {
        Symbol length = inputs.parameters().get(inputs.lengthName());
        int most = inputs.packet().size();
        return length == null ? most : input.value(length).min(BigInteger.valueOf(most)).intValue();
    }

    private static String of(Map<String, BigInteger> parameters, byte[] bytes) {
        return of(parameters, bytes, "packet");
    }

    private static String of(Map<String, BigInteger> parameters, byte[] bytes, String name) {
        StringJoiner words = new StringJoiner(", ");
        parameters.forEach((parameter, value) -> words.add(parameter + " = " + value));
        if (bytes.length > 0) {
            words.add(bytes(bytes, name));
        }
        return words.toString();
    }

    private static String of(Map<String, BigInteger> parameters, Burst burst, List<byte[]> packets) {
        StringJoiner words = new StringJoiner("; ");
        words.add(of(parameters, new byte[0]));
        for (int i = 0; i < packets.size(); i++) {
            Burst.Frame frame = burst.frame(i);
            words.add(of(Map.of(frame.length().name(), BigInteger.valueOf(packets.get(i).length)), packets.get(i), frame.name()));
        }
        return words.toString();
    }

    private static String bytes(byte[] bytes, String name) {
        StringJoiner single = new StringJoiner(", ");
        int others = 0;
        int end = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                single.add(name + "[" + i + "] = " + (bytes[i] & 0xff));
                others++;
                end = i + 1;
            }
        }
        if (others == 0) {
            return "all bytes zero";
        }
        if (others <= MOST_SINGLE_BYTES) {
            return single + ", all others zero";
        }
        int shown = Math.min(end, MOST_BYTES);
        String rest = end > shown ? " and " + (bytes.length - shown) + " bytes more" : end < bytes.length ? ", then zeros" : "";
        return name + " " + HexFormat.of().formatHex(bytes, 0, shown) + rest;
    }
}
