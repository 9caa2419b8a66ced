package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bits of fields that have a meaning of their own, and how people say that they are set.
 *
 * <p>Sources: IEEE 802 (group and locally administered addresses), RFC 791 (IPv4), 9293 and 3168 (TCP).
 */
final class Flags {
    private static final String GROUP = "group";
    private static final String LOCAL = "local";

    /** By the kind of a field the names of its bits; bit 0 is the least significant. */
    private static final Map<String, Map<Integer, String>> NAMES = Map.of(
            "ethernet.dst", Map.of(40, GROUP, 41, LOCAL),
            "ethernet.src", Map.of(40, GROUP, 41, LOCAL),
            "ipv4.flags", Map.of(0, "DF"),
            "ipv4.fragment", Map.of(13, "MF"),
            "tcp.flags", Map.of(0, "FIN", 1, "SYN", 2, "RST", 3, "PSH", 4, "ACK", 5, "URG", 6, "ECE", 7, "CWR"));

    private Flags() {
    }

    /** The flags that some bits of a field are, where they are nothing else and not the whole of it; otherwise the field itself. */
    static List<Field> of(Field field, BigInteger looked) {
        Map<Integer, String> names = new TreeMap<>(NAMES.getOrDefault(field.kind(), Map.of()));
        names.keySet().removeIf(bit -> !looked.testBit(bit));
        if (names.isEmpty() || names.size() < looked.bitCount() || looked.bitCount() == field.width()) {
            return List.of(field);
        }
        List<Field> flags = new ArrayList<>();
        names.forEach((bit, name) -> flags.add(flag(field, bit, name)));
        return flags;
    }

    private static Field flag(Field field, int bit, String name) {
        int below = field.width();
        for (Field.Part part : field.parts()) {
            below -= part.width();
            if (bit >= below) {
                return new Field(field.name() + "." + name, List.of(new Field.Part(part.symbol(), part.symbolWidth(), part.low() + bit - below, 1)),
                        Field.Notation.FLAG);
            }
        }
        throw new IllegalArgumentException(field + " has no bit " + bit);
    }

    /** Whether a flag is set, in words. */
    static String says(String flag, boolean set) {
        int dot = flag.lastIndexOf('.');
        String field = flag.substring(0, dot);
        String no = set ? "" : "no ";
        return switch (flag.substring(dot + 1)) {
            case GROUP -> field + " is " + (set ? "a " : "no ") + "group address";
            case LOCAL -> field + " is " + (set ? "a " : "no ") + "locally administered address";
            case String name -> field + " has " + no + name;
        };
    }
}
