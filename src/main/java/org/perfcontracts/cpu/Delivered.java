package org.perfcontracts.cpu;

import java.util.List;

/**
 * What a device does before a run of a sequence, when the program is at its entry again.
 *
 * @param waits  whether a packet arrives
 * @param packet its bytes; empty where none arrives; not to be modified
 * @param occasion where and when
 * @param chosen the values of what the device has a choice of, in the order of {@link org.perfcontracts.explore.input.Delivery#bits}
 */
record Delivered(boolean waits, byte[] packet, Occasion occasion, List<Long> chosen) {
    /** Copies the list. */
    Delivered {
        chosen = List.copyOf(chosen);
    }
}
