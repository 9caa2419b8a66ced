package org.perfcontracts.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the packet comes to a program at level {@code stack}. */
public enum Driver {
    /** One packet with symbolic content waits in the ring of DPDK's {@code net_ring} driver. */
    NET_RING,
    /** Nothing is injected: the driver makes its packets itself, as {@code net_null} does. */
    NONE;

    /** The name as in {@code bolt.yaml}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The driver with the given name. */
    public static Optional<Driver> of(String key) {
        return Arrays.stream(values()).filter(driver -> driver.key().equals(key)).findFirst();
    }

    /** All names, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(Driver::key).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return key();
    }
}
