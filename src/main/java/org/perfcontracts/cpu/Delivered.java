package org.perfcontracts.cpu;

import java.util.List;

/**
 * What a device does before a run of a sequence, when the program is at its entry again.
 *
 * @param packets that arrive, one behind the other; none where it is a poll without one
 * @param occasion where and when
 * @param standing the values of what the device chooses at any time, in the order of {@link org.perfcontracts.explore.input.Delivery#standing}
 */
record Delivered(List<Packet> packets, Occasion occasion, List<Long> standing) {
    /**
     * A packet.
     *
     * @param bytes  not to be modified
     * @param chosen the values of what the device chooses for it, in the order of {@link org.perfcontracts.explore.input.Delivery.Packet#chosen}
     */
    record Packet(byte[] bytes, List<Long> chosen) {
        /** Copies the list. */
        Packet {
            chosen = List.copyOf(chosen);
        }
    }

    /** Copies the lists. */
    Delivered {
        packets = List.copyOf(packets);
        standing = List.copyOf(standing);
    }
}
