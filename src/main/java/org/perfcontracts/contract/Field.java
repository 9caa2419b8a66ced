package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Something of the input that has a name: a protocol field, a byte of the packet, or a parameter such as the length.
 *
 * @param name   such as {@code ipv4.ihl}
 * @param parts  where its bits are, the most significant part first
 * @param values how its values are written
 */
record Field(String name, List<Part> parts, Notation values) {
    /** Adjacent bits of a symbol, from the bit of the given number up. */
    record Part(String symbol, int symbolWidth, int low, int width) {
        Term term(Terms terms) {
            return terms.extract(terms.symbol(symbol, symbolWidth), low + width - 1, low);
        }
    }

    /** How a value is written. */
    enum Notation { NUMBER, ETHERNET_TYPE, IP_PROTOCOL, IPV4_ADDRESS, ETHERNET_ADDRESS, IPV6_ADDRESS, ICMP_TYPE, ICMPV6_TYPE, ARP_OPERATION, FLAG, OUTCOME }

    private static final Map<Integer, String> ETHERNET_TYPES =
            Map.of(0x0800, "IPv4", 0x0806, "ARP", 0x8100, "VLAN", 0x86dd, "IPv6", 0x88a8, "QinQ", 0x8847, "MPLS");
    private static final Map<Integer, String> IP_PROTOCOLS =
            Map.of(1, "ICMP", 2, "IGMP", 6, "TCP", 17, "UDP", 41, "IPv6", 47, "GRE", 50, "ESP", 58, "ICMPv6", 132, "SCTP");

    private static final Map<Integer, String> ICMP_TYPES =
            Map.of(0, "echo reply", 3, "destination unreachable", 5, "redirect", 8, "echo request", 11, "time exceeded");
    private static final Map<Integer, String> ICMPV6_TYPES = Map.of(1, "destination unreachable", 2, "packet too big", 3, "time exceeded",
            128, "echo request", 129, "echo reply", 133, "router solicitation", 134, "router advertisement", 135, "neighbor solicitation",
            136, "neighbor advertisement");
    private static final Map<Integer, String> ARP_OPERATIONS = Map.of(1, "request", 2, "reply");

    /**
     * The value that a name stands for in the words of a field.
     *
     * @param field the field's name: {@code IPv6} is another number as an Ethernet type than as an IP protocol
     */
    static Optional<BigInteger> named(String field, String name) {
        String kind = field.substring(field.lastIndexOf(']') + 1).replaceFirst("^\\.", "");
        Map<Integer, String> names = switch (kind) {
            case "ipv4.protocol", "ipv6.nextHeader" -> IP_PROTOCOLS;
            case "icmp.type" -> ICMP_TYPES;
            case "icmpv6.type" -> ICMPV6_TYPES;
            case "arp.operation" -> ARP_OPERATIONS;
            default -> ETHERNET_TYPES;
        };
        return names.entrySet().stream().filter(entry -> entry.getValue().equals(name)).map(entry -> BigInteger.valueOf(entry.getKey())).findFirst();
    }

    Field {
        parts = List.copyOf(parts);
    }

    /** A field of the packet: so many bits from a bit that is counted from the packet's first, as on the wire. */
    static Field ofPacket(String name, int firstBit, int width, Notation values) {
        return ofPacket(Layout.PACKET, name, firstBit, width, values);
    }

    /**
     * A field of one of several packets.
     *
     * @param packet what the names of its bytes begin with; the field's name does as well, unless there is but one packet
     */
    static Field ofPacket(String packet, String name, int firstBit, int width, Notation values) {
        List<Part> parts = new ArrayList<>();
        int bit = firstBit;
        while (bit < firstBit + width) {
            int end = Math.min(firstBit + width, bit / 8 * 8 + 8);
            parts.add(new Part(packet + "[" + bit / 8 + "]", 8, 7 - (end - 1) % 8, end - bit));
            bit = end;
        }
        return new Field(packet.equals(Layout.PACKET) ? name : packet + "." + name, parts, values);
    }

    /** A parameter, or a byte: the whole of a symbol. */
    static Field ofSymbol(String symbol, int width) {
        return new Field(symbol, List.of(new Part(symbol, width, 0, width)), Notation.NUMBER);
    }

    int width() {
        return parts.stream().mapToInt(Part::width).sum();
    }

    /** The layer that a protocol field belongs to, such as {@code ipv4}; empty for anything else. */
    String layer() {
        String kind = kind();
        int dot = kind.indexOf('.');
        return dot < 0 ? "" : kind.substring(0, dot);
    }

    /** Its name without that of its packet, where there are several packets. */
    String kind() {
        String prefix = packet() + ".";
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** What the names of its packet's bytes begin with; empty for what is in no packet. */
    String packet() {
        return Layout.byteOf(parts.getFirst().symbol).map(Layout.PacketByte::packet).orElse("");
    }

    /** Which of the field's bits lie in the given bits of symbols. */
    BigInteger bitsOf(Map<Symbol, Long> looked) {
        BigInteger bits = BigInteger.ZERO;
        for (Part part : parts) {
            long mask = looked.entrySet().stream().filter(entry -> entry.getKey().name().equals(part.symbol))
                    .mapToLong(Map.Entry::getValue).findFirst().orElse(0);
            long slice = part.width >= 64 ? mask : mask >>> part.low & (1L << part.width) - 1;
            bits = bits.shiftLeft(part.width).or(new BigInteger(Long.toUnsignedString(slice)));
        }
        return bits;
    }

    Term term(Terms terms) {
        Term[] slices = parts.stream().map(part -> part.term(terms)).toArray(Term[]::new);
        return slices.length == 1 ? slices[0] : terms.concat(slices);
    }

    /** The condition that its value is in the set. */
    Term within(ValueSet set, Terms terms) {
        Term value = term(terms);
        List<Term> runs = new ArrayList<>();
        for (ValueSet.Run run : set.runs()) {
            Term low = terms.constant(width(), run.low());
            Term high = terms.constant(width(), run.high());
            runs.add(low == high ? terms.eq(value, low) : terms.and(terms.ule(low, value), terms.ule(value, high)));
        }
        return terms.any(runs);
    }

    // ---- writing

    private static final int MOST_LISTED = 6;

    /** The condition that its value is in the set, in words; null where there are too many runs for a sentence. */
    String says(ValueSet set) {
        if (values == Notation.OUTCOME) {
            return OutcomeSymbol.says(this, set);
        }
        if (values == Notation.FLAG && set.isSingle()) {
            return Flags.says(name, set.least().signum() != 0);
        }
        if (set.isSingle()) {
            return name + " = " + write(set.least());
        }
        ValueSet others = set.complement();
        if (others.isSingle()) {
            return name + " ≠ " + write(others.least());
        }
        if (isPrefix(set)) {
            return name + " = " + prefix(set);
        }
        if (isPrefix(others)) {
            return name + " ≠ " + prefix(others);
        }
        if (set.runs().size() == 1) {
            return saysRun(set.runs().getFirst());
        }
        if (others.runs().size() == 1) {
            return name + " outside " + write(others.runs().getFirst());
        }
        if (set.runs().size() <= others.runs().size()) {
            return set.runs().size() > MOST_LISTED ? null : name + " in " + list(set);
        }
        return others.runs().size() > MOST_LISTED ? null : name + " not in " + list(others);
    }

    private String saysRun(ValueSet.Run run) {
        if (run.low().signum() == 0) {
            return name + " < " + number(run.high().add(BigInteger.ONE));
        }
        if (run.high().bitCount() == width()) {
            return name + " > " + number(run.low().subtract(BigInteger.ONE));
        }
        return name + " in " + (run.size().equals(BigInteger.TWO) ? "{" + write(run) + "}" : write(run));
    }

    private String list(ValueSet set) {
        return set.runs().stream().map(this::write).collect(Collectors.joining(", ", "{", "}"));
    }

    private String write(ValueSet.Run run) {
        if (run.low().equals(run.high())) {
            return write(run.low());
        }
        boolean pair = run.size().equals(BigInteger.TWO);
        return write(run.low()) + (pair ? ", " : "…") + write(run.high());
    }

    private boolean isPrefix(ValueSet set) {
        if (values != Notation.IPV4_ADDRESS && values != Notation.IPV6_ADDRESS || set.runs().size() != 1) {
            return false;
        }
        ValueSet.Run run = set.runs().getFirst();
        BigInteger size = run.size();
        return size.bitCount() == 1 && run.low().mod(size).signum() == 0 && size.bitLength() <= width();
    }

    private String prefix(ValueSet set) {
        ValueSet.Run run = set.runs().getFirst();
        return write(run.low()) + "/" + (width() - run.size().getLowestSetBit());
    }

    private String write(BigInteger value) {
        String known = switch (values) {
            case ETHERNET_TYPE -> ETHERNET_TYPES.get(value.intValue());
            case IP_PROTOCOL -> IP_PROTOCOLS.get(value.intValue());
            case ICMP_TYPE -> ICMP_TYPES.get(value.intValue());
            case ICMPV6_TYPE -> ICMPV6_TYPES.get(value.intValue());
            case ARP_OPERATION -> ARP_OPERATIONS.get(value.intValue());
            default -> null;
        };
        return known != null ? known : number(value);
    }

    private String number(BigInteger value) {
        return switch (values) {
            case NUMBER, IP_PROTOCOL, ICMP_TYPE, ICMPV6_TYPE, ARP_OPERATION, FLAG, OUTCOME -> value.bitLength() > 32 ? "0x" + value.toString(16) : value.toString();
            case ETHERNET_TYPE -> String.format("0x%04x", value.intValue());
            case IPV4_ADDRESS -> groups(value, 4, 8, "%d", ".");
            case ETHERNET_ADDRESS -> groups(value, 6, 8, "%02x", ":");
            case IPV6_ADDRESS -> groups(value, 8, 16, "%x", ":");
        };
    }

    private static String groups(BigInteger value, int count, int bits, String format, String separator) {
        return IntStream.range(0, count)
                .map(i -> value.shiftRight((count - 1 - i) * bits).intValue() & (1 << bits) - 1)
                .mapToObj(group -> String.format(format, group))
                .collect(Collectors.joining(separator));
    }
}
