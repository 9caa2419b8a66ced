package org.perfcontracts.cpu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.perfcontracts.explore.input.Delivery;

/** Reads what a device says of packets: some {@code struct device_part} of {@code native/device/device.h}. */
final class DeviceReport {
    static final int PART_BYTES = 128;

    private static final int NAME_BYTES = 88;
    private static final int FAULT = 0;
    private static final int PACKET = 1;
    private static final int LENGTH = 2;
    private static final int CHOSEN = 3;
    private static final int BEFORE = 4;
    private static final int STRANGE = 5;
    private static final int NAME = 6;
    private static final int STANDING = 7;
    private static final int EVENT = 8;

    /** A packet of which more may be said. */
    private record Open(long at, long room, List<Delivery.Bits> bits, SortedMap<Long, Long> before) {
        Delivery.Packet packet() {
            return new Delivery.Packet(at, room, bits, before);
        }
    }

    private DeviceReport() {
    }

    /** What all the parts say; little-endian. */
    static Delivery read(ByteBuffer parts) {
        if (!parts.hasRemaining()) {
            return Delivery.NONE;
        }
        String device = "";
        int port = 0;
        Optional<String> fault = Optional.empty();
        List<Open> packets = new ArrayList<>();
        List<Delivery.Bits> bits = new ArrayList<>();
        SortedMap<Long, Long> before = new TreeMap<>();
        Set<Delivery.Bits> standing = new LinkedHashSet<>();
        Set<String> strangers = new LinkedHashSet<>();
        Set<Delivery.Event> events = new LinkedHashSet<>();
        while (parts.hasRemaining()) {
            int kind = (int) parts.getLong();
            long address = parts.getLong();
            int first = (int) parts.getLong();
            long count = parts.getLong();
            long value = parts.getLong();
            String name = name(parts);
            switch (kind) {
                case FAULT -> fault = Optional.of(name);
                case PACKET -> {
                    bits = new ArrayList<>();
                    before = new TreeMap<>();
                    packets.add(new Open(address, count, bits, before));
                }
                case LENGTH -> bits.add(Delivery.Bits.length(address, first, (int) count, value));
                case CHOSEN -> bits.add(Delivery.Bits.chosen(address, first, (int) count, name));
                case STANDING -> standing.add(Delivery.Bits.chosen(address, first, (int) count, name));
                case BEFORE -> before.put(address, value);
                case EVENT -> events.add(new Delivery.Event(name, address, count, first));
                case STRANGE -> strangers.add(name);
                case NAME -> {
                    device = name;
                    port = (int) value;
                }
                default -> throw new IllegalStateException("a device speaks of parts of kind " + kind);
            }
        }
        return new Delivery(device, port, fault, packets.stream().map(Open::packet).toList(), List.copyOf(standing), List.copyOf(strangers), List.copyOf(events));
    }

    private static String name(ByteBuffer parts) {
        byte[] bytes = new byte[NAME_BYTES];
        parts.get(bytes);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return text.substring(0, text.indexOf('\0'));
    }
}
