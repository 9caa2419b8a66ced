package org.perfcontracts.target;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.perfcontracts.cpu.PluggedDevice;

/** How the packet comes to a program at level {@code stack}. A driver is a line here, and what it drives a file in {@code native/device}. */
public enum Driver {
    /** One packet with symbolic content waits in the ring of DPDK's {@code net_ring} driver. */
    NET_RING("ring", List.of("--no-pci", "--vdev=net_ring0", "--vdev=net_ring1"), 1),
    /** At most one packet with symbolic content waits in the receive ring of an Intel 82599, for DPDK's {@code net_ixgbe}. */
    IXGBE("ixgbe", List.of("--iova-mode=va"), Driver.WARMED_UP),
    /** The same of a virtio network device, for DPDK's {@code net_virtio}. */
    VIRTIO("virtio", List.of("--iova-mode=va"), Driver.WARMED_UP),
    /** Nothing is injected: the driver makes its packets itself, as {@code net_null} does. */
    NONE("", List.of(), 1);

    /** Packets enough for all that happens once, and for what happens every 32 packets to have happened often. */
    private static final int WARMED_UP = 1000;

    private final String device;
    private final List<String> arguments;
    private final int arrival;

    Driver(String device, List<String> arguments, int arrival) {
        this.device = device;
        this.arguments = arguments;
        this.arrival = arrival;
    }

    /** The device that delivers packets of so many bytes at most at a port; empty where there is none. */
    public Optional<PluggedDevice> device(int port, long longest) {
        return device.isEmpty() ? Optional.empty() : Optional.of(new PluggedDevice(device, port, longest));
    }

    /** The arguments by which DPDK finds two ports of this driver. */
    public List<String> arguments() {
        return arguments;
    }

    /** At which arrival at the entry an analysis begins unless said otherwise. */
    public int arrival() {
        return arrival;
    }

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
