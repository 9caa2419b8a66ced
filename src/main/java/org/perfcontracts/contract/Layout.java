package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.contract.Field.Notation;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.expr.Symbol;

/**
 * Where the fields of a packet are. Which layout a packet has depends on some of its fields (the Ethernet type, the
 * length of the IPv4 header, the IP protocol), so a layout is grown layer by layer, as far as these are known.
 *
 * <p>Of packets that arrive together each has a layout of its own.
 *
 * <p>What the flag "more fragments" and the offset say together, whether there is but one fragment, is asked together: they are one field.
 *
 * <p>Sources: IEEE 802.3 and 802.1Q, RFC 826 (ARP), 791 (IPv4), 8200 (IPv6), 4443 (ICMPv6), 9293 (TCP), 768 (UDP), 792 (ICMP),
 * 1035 (DNS).
 */
final class Layout {
    /** What the names of bytes begin with where there is but one packet. */
    static final String PACKET = "packet";

    /** A byte of the packet, or of one of several, whose names end with their numbers. */
    private static final Pattern BYTE = Pattern.compile("(packet|.+\\[(\\d+)])\\[(\\d+)]");
    /** Longer than packets, in bits. */
    private static final int LONGEST = 1 << 16;
    private static final BigInteger IPV4 = BigInteger.valueOf(0x0800);
    private static final BigInteger VLAN = BigInteger.valueOf(0x8100);
    private static final int ETHERNET_BYTES = 14;
    private static final int VLAN_BYTES = 4;

    private final Map<Bit, Field> byBit = new HashMap<>();
    private String key = "";
    /** The one whose layout is grown. */
    private String packet = PACKET;

    /** A bit of a packet, counted from its first. */
    private record Bit(String packet, int number) {
    }

    /**
     * A byte of a packet.
     *
     * @param packet what the names of the packet's bytes begin with
     */
    record PacketByte(String packet, int index) {
    }

    private Layout() {
    }

    /** Grows the layout of packets that begin at a layer and of which something is known. */
    static Layout of(Layer first, Knowledge knowledge) {
        return of(List.of(PACKET), first, knowledge);
    }

    /**
     * Grows the layouts of packets that arrive together.
     *
     * @param packets what the names of their bytes begin with
     */
    static Layout of(List<String> packets, Layer first, Knowledge knowledge) {
        Layout layout = new Layout();
        for (String packet : packets) {
            layout.packet = packet;
            layout.key += layout.placeFrom(first, knowledge) + ";";
        }
        return layout;
    }

    private String placeFrom(Layer first, Knowledge knowledge) {
        return switch (first) {
            case ETHERNET -> "/ethernet" + placeLink(knowledge);
            case ARP -> placeArp(0);
            case IPV4 -> placeIpv4(0, knowledge);
            case IPV6 -> placeIpv6(0, knowledge);
            case ICMP -> placeIcmp(0);
            case TCP -> placeTcp(0);
            case UDP -> placeUdp(0);
            case DNS -> placeDns(0);
            case BYTES -> "";
        };
    }

    private String placeLink(Knowledge knowledge) {
        place("ethernet", 0, "dst:48:ETHERNET_ADDRESS src:48:ETHERNET_ADDRESS type:16:ETHERNET_TYPE");
        Field type = named("ethernet.type");
        if (!knowledge.value(type).equals(Optional.of(VLAN))) {
            return placeNetwork(type, ETHERNET_BYTES, knowledge);
        }
        place("vlan", ETHERNET_BYTES, "pcp:3 dei:1 id:12 type:16:ETHERNET_TYPE");
        return "/vlan" + placeNetwork(named("vlan.type"), ETHERNET_BYTES + VLAN_BYTES, knowledge);
    }

    /** What can be asked about the packets whose layout is sought. */
    interface Knowledge {
        /** The value of the field, if all these packets have the same. */
        Optional<BigInteger> value(Field field);

        /** Whether the field's value is in the set in all these packets. */
        boolean isWithin(Field field, ValueSet set);

        /** Whether IPv4 may be taken for granted where nothing else is known of the type. */
        boolean presumesIpv4(Field type);
    }

    private String placeNetwork(Field type, int offset, Knowledge knowledge) {
        Optional<BigInteger> value = knowledge.value(type);
        if (value.isEmpty() && knowledge.presumesIpv4(type)) {
            value = Optional.of(IPV4);
        }
        return switch (value.map(BigInteger::intValue).orElse(-1)) {
            case 0x0800 -> placeIpv4(offset, knowledge);
            case 0x0806 -> placeArp(offset);
            case 0x86dd -> placeIpv6(offset, knowledge);
            default -> "";
        };
    }

    private String placeArp(int offset) {
        place("arp", offset, "hardwareType:16 protocolType:16:ETHERNET_TYPE hardwareLength:8 protocolLength:8 operation:16:ARP_OPERATION "
                + "senderHardware:48:ETHERNET_ADDRESS senderProtocol:32:IPV4_ADDRESS "
                + "targetHardware:48:ETHERNET_ADDRESS targetProtocol:32:IPV4_ADDRESS");
        return "/arp";
    }

    private String placeIpv6(int offset, Knowledge knowledge) {
        place("ipv6", offset, "version:4 trafficClass:8 flowLabel:20 payloadLength:16 nextHeader:8:IP_PROTOCOL hopLimit:8 "
                + "src:128:IPV6_ADDRESS dst:128:IPV6_ADDRESS");
        return "/ipv6" + placeTransport(knowledge.value(named("ipv6.nextHeader")), offset + 40);
    }

    private String placeIpv4(int offset, Knowledge knowledge) {
        place("ipv4", offset, "version:4 ihl:4 tos:8 totalLength:16 id:16 flags:2 fragment:14 ttl:8 "
                + "protocol:8:IP_PROTOCOL checksum:16 src:32:IPV4_ADDRESS dst:32:IPV4_ADDRESS");
        Field ihl = named("ipv4.ihl");
        if (knowledge.value(ihl).equals(Optional.of(BigInteger.valueOf(5)))) {
            return "/ipv4" + placeTransport(knowledge.value(named("ipv4.protocol")), offset + 20);
        }
        ValueSet more = ValueSet.union(4, List.of(new ValueSet.Run(BigInteger.valueOf(6), BigInteger.valueOf(15))));
        if (!knowledge.isWithin(ihl, more)) {
            return "/ipv4";
        }
        for (int i = 0; i < 40; i++) {
            place(Field.ofPacket(packet, "ipv4.options[" + i + "]", (offset + 20 + i) * 8, 8, Notation.NUMBER), (offset + 20 + i) * 8);
        }
        return "/ipv4+options";
    }

    private String placeTransport(Optional<BigInteger> protocol, int offset) {
        return switch (protocol.map(BigInteger::intValue).orElse(-1)) {
            case 1 -> placeIcmp(offset);
            case 6 -> placeTcp(offset);
            case 17 -> placeUdp(offset);
            case 58 -> placeIcmpv6(offset);
            default -> "";
        };
    }

    private String placeIcmp(int offset) {
        place("icmp", offset, "type:8:ICMP_TYPE code:8 checksum:16");
        return "/icmp";
    }

    private String placeIcmpv6(int offset) {
        place("icmpv6", offset, "type:8:ICMPV6_TYPE code:8 checksum:16");
        return "/icmpv6";
    }

    private String placeTcp(int offset) {
        place("tcp", offset, "srcPort:16 dstPort:16 sequence:32 acknowledgment:32 dataOffset:4 reserved:4 flags:8 window:16 "
                + "checksum:16 urgent:16");
        return "/tcp";
    }

    private String placeUdp(int offset) {
        place("udp", offset, "srcPort:16 dstPort:16 length:16 checksum:16");
        return "/udp";
    }

    private String placeDns(int offset) {
        place("dns", offset, "id:16 response:1 opcode:4 authoritative:1 truncated:1 recursionDesired:1 recursionAvailable:1 "
                + "reserved:3 responseCode:4 questions:16 answers:16 authorities:16 additionals:16");
        return "/dns";
    }

    /** Places fields one after the other, each written as name, width in bits and, where it is not a number, notation. */
    private void place(String layer, int offset, String fields) {
        int bit = offset * 8;
        for (String written : fields.split(" ")) {
            String[] parts = written.split(":");
            int width = Integer.parseInt(parts[1]);
            Notation notation = parts.length > 2 ? Notation.valueOf(parts[2]) : Notation.NUMBER;
            place(Field.ofPacket(packet, layer + "." + parts[0], bit, width, notation), bit);
            bit += width;
        }
    }

    private void place(Field field, int firstBit) {
        for (int bit = firstBit; bit < firstBit + field.width(); bit++) {
            byBit.put(new Bit(packet, bit), field);
        }
    }

    private Field named(String name) {
        return byBit.values().stream().filter(field -> field.kind().equals(name) && field.packet().equals(packet)).findAny().orElseThrow();
    }

    /** Equal for equal layouts. */
    String key() {
        return key;
    }

    /** The field that a bit of a symbol belongs to; bit 0 is the least significant. */
    Field fieldOf(Symbol symbol, int bit) {
        Field whole = OutcomeSymbol.is(symbol) ? OutcomeSymbol.field(symbol) : Field.ofSymbol(symbol.name(), symbol.width());
        return byteOf(symbol.name()).map(at -> byBit.getOrDefault(new Bit(at.packet, at.index * 8 + 7 - bit), whole)).orElse(whole);
    }

    /** Which byte of which packet a symbol of that name is. */
    static Optional<PacketByte> byteOf(String symbol) {
        Matcher matcher = BYTE.matcher(symbol);
        return matcher.matches() ? Optional.of(new PacketByte(matcher.group(1), Integer.parseInt(matcher.group(3)))) : Optional.empty();
    }

    /** The order in which fields are read: the packet's from its start, one packet after the other, then the parameters. */
    static int position(Field field) {
        Field.Part first = field.parts().getFirst();
        return byteOf(first.symbol()).map(at -> number(at.packet) * LONGEST + at.index * 8 + 7 - first.low() - first.width() + 1).orElse(Integer.MAX_VALUE);
    }

    /** The number of one of several packets; 0 of the only one. */
    private static int number(String packet) {
        return packet.equals(PACKET) ? 0 : Integer.parseInt(packet.substring(packet.lastIndexOf('[') + 1, packet.length() - 1));
    }
}
