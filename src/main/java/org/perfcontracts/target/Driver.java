package org.perfcontracts.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.cpu.PluggedDevice;

/**
 * How the packet comes to a program at level {@code stack}. A driver is a constant here, and what it drives a file in {@code native/device}.
 *
 * @param key the name as in {@code bolt.yaml}
 * @param device that delivers packets; empty where there is none
 * @param arguments by which DPDK finds two ports of this driver
 * @param arrival at which arrival at the entry an analysis begins unless said otherwise
 * @param properties of the device, by name
 */
public record Driver(String key, String device, List<String> arguments, int arrival, SortedMap<String, Property> properties) {
    /** Packets enough for all that happens once, and for what happens every 32 packets to have happened often. */
    private static final int WARMED_UP = 1000;

    /** One packet with symbolic content waits in the ring of DPDK's {@code net_ring} driver. */
    public static final Driver NET_RING = new Driver("net_ring", "ring", List.of("--no-pci", "--vdev=net_ring0", "--vdev=net_ring1"), 1, Map.of());
    /** At most one packet with symbolic content waits in the receive ring of an Intel 82599, for DPDK's {@code net_ixgbe}. */
    public static final Driver IXGBE = new Driver("ixgbe", "ixgbe", List.of("--iova-mode=va"), WARMED_UP, Map.of());
    /** The same of a virtio network device, for DPDK's {@code net_virtio}. */
    public static final Driver VIRTIO = new Driver("virtio", "virtio", List.of("--iova-mode=va"), WARMED_UP, Map.of(
            "mrg_rxbuf", Property.of("on", "off"), "guest_csum", Property.of("on", "off"), "packed", Property.of("off", "on"), "in_order", Property.of("off", "on"),
            "notify", Property.of("any", "on", "off")));
    /** Nothing is injected: the driver makes its packets itself, as {@code net_null} does. */
    public static final Driver NONE = new Driver("none", "", List.of(), 1, Map.of());

    /** All drivers, as they are unless told otherwise. */
    public static final List<Driver> ALL = List.of(NET_RING, IXGBE, VIRTIO, NONE);

    /** Of a device: the value that it has, of those that it can have. */
    public record Property(String value, List<String> values) {
        private static Property of(String... values) {
            return new Property(values[0], List.of(values));
        }
    }

    /** Keeps its own copy of the collections. */
    public Driver {
        arguments = List.copyOf(arguments);
        properties = new TreeMap<>(properties);
    }

    private Driver(String key, String device, List<String> arguments, int arrival, Map<String, Property> properties) {
        this(key, device, arguments, arrival, new TreeMap<>(properties));
    }

    /**
     * The driver that a text names, with properties of its device behind it, as in {@code virtio,packed=on}.
     *
     * @throws IllegalArgumentException if there is no such driver, property or value, in words that follow the place
     */
    public static Driver of(String text) {
        String[] parts = text.split(",", -1);
        Driver driver = ALL.stream().filter(each -> each.key.equals(parts[0])).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown: " + YamlNode.quoted(parts[0]) + "; known: " + ALL.stream().map(Driver::key).collect(Collectors.joining(", "))));
        for (String part : List.of(parts).subList(1, parts.length)) {
            driver = driver.with(part);
        }
        return driver;
    }

    private Driver with(String assignment) {
        String[] sides = assignment.split("=", 2);
        String name = sides[0];
        Property property = properties.get(name);
        if (property == null) {
            throw new IllegalArgumentException(key + " has no property " + YamlNode.quoted(name)
                    + (properties.isEmpty() ? "" : "; it has: " + String.join(", ", properties.keySet())));
        }
        if (sides.length < 2 || !property.values.contains(sides[1])) {
            throw new IllegalArgumentException("the property " + name + " of " + key + " must be "
                    + property.values.stream().map(value -> name + "=" + value).collect(Collectors.joining(" or ")) + ", not " + YamlNode.quoted(assignment));
        }
        SortedMap<String, Property> changed = new TreeMap<>(properties);
        changed.put(name, new Property(sides[1], property.values));
        return new Driver(key, device, arguments, arrival, changed);
    }

    /** The device that delivers so many packets of so many bytes at most at a port; empty where there is none. */
    public Optional<PluggedDevice> device(int port, long longest, int together) {
        return device.isEmpty() ? Optional.empty() : Optional.of(new PluggedDevice(device, port, longest, together, behind("", ",")));
    }

    /** Why one without a device has no bursts, in words that follow the place. */
    public String withoutBursts() {
        return "the driver " + this + " makes its own packets, as many as it likes";
    }

    /** A text and all properties behind it, with something between all of them. */
    public String behind(String text, String separator) {
        Stream<String> assignments = properties.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue().value);
        return Stream.concat(Stream.of(text), assignments).filter(part -> !part.isEmpty()).collect(Collectors.joining(separator));
    }

    /** As it is written in {@code bolt.yaml}, with all properties. */
    @Override
    public String toString() {
        return behind(key, ",");
    }
}
