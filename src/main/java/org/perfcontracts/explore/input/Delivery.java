package org.perfcontracts.explore.input;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a device (native/device) says of the packets that it has put into a stopped process.
 *
 * @param device what it is called; empty where there is none
 * @param port to which it delivers, counted as DPDK does
 * @param fault why it has put none, or one less than it should, words that follow the device's name; empty where it has
 * @param packets in the order in which they arrived
 * @param standing what the device chooses whether or not packets have arrived
 * @param strangers registers that the program has used and that the device does not have
 * @param events what drivers do besides, and how that is seen
 */
public record Delivery(String device, int port, Optional<String> fault, List<Packet> packets, List<Bits> standing, List<String> strangers, List<Event> events) {
    /** There is no device. */
    public static final Delivery NONE = new Delivery("", 0, Optional.empty(), List.of(), List.of(), List.of(), List.of());

    /**
     * A packet.
     *
     * @param at     the address of its first byte
     * @param room   how many bytes it may have there
     * @param bits   what the device wrote with it and might have written otherwise
     * @param before the words of 64 bits, by address, as they are while it has not arrived; none where it always has
     */
    public record Packet(long at, long room, List<Bits> bits, SortedMap<Long, Long> before) {
        /** Copies the collections. */
        public Packet {
            bits = List.copyOf(bits);
            before = new TreeMap<>(before);
        }

        /** What the device chooses with it. */
        public List<Bits> chosen() {
            return bits.stream().filter(each -> !each.isLength()).toList();
        }
    }

    /**
     * Some bits of a word of 64 bits.
     *
     * @param address of the word
     * @param first the lowest of them, from 0 on
     * @param count how many there are, at least one
     * @param name of what they are; empty for the packet's length in bytes
     * @param added for a length: how much more they are, the bytes of headers before the packet
     */
    public record Bits(long address, int first, int count, String name, long added) {
        /** What the device chooses. */
        public static Bits chosen(long address, int first, int count, String name) {
            return new Bits(address, first, count, name, 0);
        }

        /** The packet's length in bytes, and so many more. */
        public static Bits length(long address, int first, int count, long added) {
            return new Bits(address, first, count, "", added);
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
        packets = List.copyOf(packets);
        standing = List.copyOf(standing);
        strangers = List.copyOf(strangers);
        events = List.copyOf(events);
    }

    /** Whether there may be fewer packets, down to none. */
    public boolean isOpen() {
        return packets.stream().noneMatch(packet -> packet.before.isEmpty());
    }
}
