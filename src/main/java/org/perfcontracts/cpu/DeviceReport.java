package org.perfcontracts.cpu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.perfcontracts.explore.input.Delivery;

/** Reads what a device says of a packet: some {@code struct device_part} of {@code native/device/device.h}. */
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
        long packetAt = 0;
        long room = 0;
        List<Delivery.Bits> bits = new ArrayList<>();
        SortedMap<Long, Long> before = new TreeMap<>();
        List<String> strangers = new ArrayList<>();
        List<Delivery.Event> events = new ArrayList<>();
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
                    packetAt = address;
                    room = count;
                }
                case LENGTH -> bits.add(Delivery.Bits.length(address, first, (int) count, value));
                case CHOSEN -> bits.add(Delivery.Bits.chosen(address, first, (int) count, name));
                case STANDING -> bits.add(Delivery.Bits.standing(address, first, (int) count, name));
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
        return new Delivery(device, port, fault, packetAt, room, bits, before, strangers, events);
    }

    private static String name(ByteBuffer parts) {
        byte[] bytes = new byte[NAME_BYTES];
        parts.get(bytes);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return text.substring(0, text.indexOf('\0'));
    }
}
