package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Bits of fields that have a meaning of their own, and how people say that they are set.
 *
 * <p>Sources: IEEE 802 (group and locally administered addresses), RFC 791 (IPv4), 9293 and 3168 (TCP).
 */
final class Flags {
    private static final String GROUP = "group";
    private static final String LOCAL = "local";
    private static final String BIT = "bit ";

    /** By the kind of a field the names of its bits; bit 0 is the least significant. */
    private static final Map<String, Map<Integer, String>> NAMES = Map.of(
            "ethernet.dst", Map.of(40, GROUP, 41, LOCAL),
            "ethernet.src", Map.of(40, GROUP, 41, LOCAL),
            "ipv4.flags", Map.of(0, "DF"),
            "ipv4.fragment", Map.of(13, "MF"),
            "tcp.flags", Map.of(0, "FIN", 1, "SYN", 2, "RST", 3, "PSH", 4, "ACK", 5, "URG", 6, "ECE", 7, "CWR"));

    /** So many bits of a number without a meaning of its own are told one by one. */
    private static final int MOST_BITS = 2;

    private Flags() {
    }

    /** The flags that some bits of a field are, where they are nothing else and not the whole of it; otherwise the field itself. */
    static List<Field> of(Field field, BigInteger looked) {
        Map<Integer, String> names = new TreeMap<>(NAMES.getOrDefault(field.kind(), Map.of()));
        names.keySet().removeIf(bit -> !looked.testBit(bit));
        if (names.isEmpty() && areFew(field, looked)) {
            IntStream.range(0, field.width()).filter(looked::testBit).forEach(bit -> names.put(bit, BIT + bit));
        }
        if (names.isEmpty() || names.size() < looked.bitCount() || looked.bitCount() == field.width()) {
            return List.of(field);
        }
        List<Field> flags = new ArrayList<>();
        names.forEach((bit, name) -> flags.add(flag(field, bit, name)));
        return flags;
    }

    /** Whether few bits of a number are looked at, and not its highest ones: of all its values those with such bits lie far apart. */
    private static boolean areFew(Field field, BigInteger looked) {
        boolean areHighest = looked.bitLength() == field.width() && looked.bitLength() - looked.bitCount() == looked.getLowestSetBit();
        return field.values() == Field.Notation.NUMBER && looked.signum() > 0 && looked.bitCount() <= MOST_BITS && !areHighest;
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
            case String bit when bit.startsWith(BIT) -> bit + " of " + field + (set ? " is set" : " is clear");
            case String name -> field + " has " + no + name;
        };
    }
}
