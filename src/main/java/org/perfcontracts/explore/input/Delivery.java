package org.perfcontracts.explore.input;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a device (native/device) says of the packet that it has put into a stopped process.
 *
 * @param device what it is called; empty where there is none
 * @param port to which it delivers, counted as DPDK does
 * @param fault why it has put none, words that follow the device's name; empty where it has
 * @param packetAt the address of the packet's first byte
 * @param room how many bytes a packet may have there
 * @param bits what the device wrote and might have written otherwise
 * @param before the words of 64 bits, by address, as they are while no packet has arrived; none where there always is one
 * @param strangers registers that the program has used and that the device does not have
 * @param events what drivers do besides, and how that is seen
 */
public record Delivery(String device, int port, Optional<String> fault, long packetAt, long room, List<Bits> bits, SortedMap<Long, Long> before,
        List<String> strangers, List<Event> events) {
    /** There is no device. */
    public static final Delivery NONE = new Delivery("", 0, Optional.empty(), 0, 0, List.of(), new TreeMap<>(), List.of(), List.of());

    /**
     * Some bits of a word of 64 bits.
     *
     * @param address of the word
     * @param first the lowest of them, from 0 on
     * @param count how many there are, at least one
     * @param name of what they are; empty for the packet's length in bytes
     * @param added for a length: how much more they are, the bytes of headers before the packet
     * @param standing whether they are what the device chooses where no packet has arrived, too
     */
    public record Bits(long address, int first, int count, String name, long added, boolean standing) {
        /** What the device chooses with a packet. */
        public static Bits chosen(long address, int first, int count, String name) {
            return new Bits(address, first, count, name, 0, false);
        }

        /** What the device chooses at any time. */
        public static Bits standing(long address, int first, int count, String name) {
            return new Bits(address, first, count, name, 0, true);
        }

        /** The packet's length in bytes, and so many more. */
        public static Bits length(long address, int first, int count, long added) {
            return new Bits(address, first, count, "", added, false);
        }

        /** Whether they are the packet's length. */
        public boolean isLength() {
            return name.isEmpty();
        }
    }

    /**
     * Something that code does.
     *
     * @param name    of what it does
     * @param address it stores there
     * @param bytes   or at any of so many bytes from there on
     * @param least   so many bytes at once, at least
     */
    public record Event(String name, long address, long bytes, int least) {
        /** Whether a store is one by which it is seen. */
        public boolean isSeenBy(long at, int size) {
            return size >= least && at - address < bytes && address - at < size;
        }
    }

    /** Copies the collections. */
    public Delivery {
        bits = List.copyOf(bits);
        before = new TreeMap<>(before);
        strangers = List.copyOf(strangers);
        events = List.copyOf(events);
    }
}
