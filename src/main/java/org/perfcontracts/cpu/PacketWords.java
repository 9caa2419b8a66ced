package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
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
        return of(parameters, bytes(inputs, input));
    }

    /** A packet of a sequence; its length is among the parameters. */
    static String of(Inputs inputs, Arrival arrival) {
        Map<String, BigInteger> parameters = new TreeMap<>();
        inputs.parameters().keySet().forEach(name -> parameters.put(name, name.equals(inputs.lengthName())
                ? BigInteger.valueOf(arrival.packet().length) : PacketSequence.unsigned(arrival.parameters().getOrDefault(name, 0L))));
        return of(parameters, arrival.packet());
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
        StringJoiner words = new StringJoiner(", ");
        parameters.forEach((name, value) -> words.add(name + " = " + value));
        if (bytes.length > 0) {
            words.add(bytes(bytes));
        }
        return words.toString();
    }

    private static String bytes(byte[] bytes) {
        StringJoiner single = new StringJoiner(", ");
        int others = 0;
        int end = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                single.add("packet[" + i + "] = " + (bytes[i] & 0xff));
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
        return "packet " + HexFormat.of().formatHex(bytes, 0, shown) + rest;
    }
}
