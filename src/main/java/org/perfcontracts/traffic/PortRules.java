package org.perfcontracts.traffic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * At which port each packet of a capture arrives: the first rule that a packet meets says so. Without rules it is the port whose number is that of the
 * interface that captured it.
 *
 * @param rules in order; empty for that default
 */
public record PortRules(List<Rule> rules) {
    /** How rules are written. */
    public static final String FORMS = "interface N=PORT, vlan N=PORT, from ADDRESS/BITS=PORT, from MAC=PORT or else=PORT, with commas between";
    /** The default. */
    public static final PortRules BY_INTERFACE = new PortRules(List.of());

    private static final Pattern RULE = Pattern.compile("(interface|vlan|from|else)(?:\\s+([0-9a-fA-F:./]+))?\\s*=\\s*([0-9]{1,9})");
    private static final Pattern NETWORK = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:/([0-9]{1,2}))?");
    private static final Pattern STATION = Pattern.compile("[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}");
    private static final int SOURCE_ADDRESS = 12;

    /** Copies the list. */
    public PortRules {
        rules = List.copyOf(rules);
    }

    /** A rule. */
    public sealed interface Rule {
        /** The port of the packets that meet it. */
        int port();

        /** Whether a packet meets it. */
        boolean holds(Packet packet);
    }

    /** Captured on an interface. */
    record Interface(int number, int port) implements Rule {
        @Override
        public boolean holds(Packet packet) {
            return packet.interfaceNumber() == number;
        }
    }

    /** With an outermost VLAN tag. */
    record Vlan(int number, int port) implements Rule {
        @Override
        public boolean holds(Packet packet) {
            OptionalInt vlan = FrameHeaders.vlan(packet.bytes());
            return vlan.isPresent() && vlan.getAsInt() == number;
        }
    }

    /** From an IPv4 network: the bits under the mask are those of the address. */
    record Network(int address, int mask, int port) implements Rule {
        @Override
        public boolean holds(Packet packet) {
            OptionalInt ip = FrameHeaders.start(packet.bytes(), FrameHeaders.IPV4);
            return ip.isPresent() && ip.getAsInt() + Ipv4Frame.HEADER <= packet.bytes().length
                    && (ByteBuffer.wrap(packet.bytes()).getInt(ip.getAsInt() + SOURCE_ADDRESS) & mask) == (address & mask);
        }
    }

    /** From an Ethernet address, its low 48 bits. */
    record Station(long address, int port) implements Rule {
        @Override
        public boolean holds(Packet packet) {
            return packet.bytes().length >= EthernetFrames.HEADER && ByteBuffer.wrap(packet.bytes()).getLong(6) >>> 16 == address;
        }
    }

    /** Any. */
    record Else(int port) implements Rule {
        @Override
        public boolean holds(Packet packet) {
            return true;
        }
    }

    /** The port of a packet; empty where no rule holds. */
    public OptionalInt portOf(Packet packet) {
        if (rules.isEmpty()) {
            return OptionalInt.of(packet.interfaceNumber());
        }
        for (Rule rule : rules) {
            if (rule.holds(packet)) {
                return OptionalInt.of(rule.port());
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Reads rules; see {@link #FORMS}.
     *
     * @throws IllegalArgumentException where a rule is none; the message names it
     */
    public static PortRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String piece : text.split(",", -1)) {
            rules.add(rule(piece.strip()));
        }
        return new PortRules(rules);
    }

    private static Rule rule(String text) {
        Matcher parts = RULE.matcher(text);
        if (!parts.matches() || (parts.group(2) == null) != parts.group(1).equals("else")) {
            throw new IllegalArgumentException("must be " + FORMS + ", not '" + text + "'");
        }
        int port = Integer.parseInt(parts.group(3));
        return switch (parts.group(1)) {
            case "interface" -> new Interface(number(text, parts.group(2), Integer.MAX_VALUE), port);
            case "vlan" -> new Vlan(number(text, parts.group(2), 4095), port);
            case "from" -> from(text, parts.group(2), port);
            default -> new Else(port);
        };
    }

    private static int number(String rule, String text, int most) {
        OptionalLong number = text.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        if (number.isEmpty() || number.getAsLong() > most) {
            throw new IllegalArgumentException("'" + rule + "': " + text + " is not a number from 0 to " + most);
        }
        return (int) number.getAsLong();
    }

    private static Rule from(String rule, String text, int port) {
        if (STATION.matcher(text).matches()) {
            return new Station(Long.parseLong(text.replace(":", ""), 16), port);
        }
        Matcher network = NETWORK.matcher(text);
        if (!network.matches()) {
            throw new IllegalArgumentException("'" + rule + "': " + text + " is neither an IPv4 network such as 10.0.0.0/8 nor an Ethernet address");
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            address = address << 8 | number(rule, network.group(i), 255);
        }
        int bits = network.group(5) == null ? 32 : number(rule, network.group(5), 32);
        return new Network(address, bits == 0 ? 0 : -1 << 32 - bits, port);
    }
}
