package org.perfcontracts.explore;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.perfcontracts.explore.lines.Touches;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.image.Mapping;

/** What the bytes of a stopped process belong to, by names for people. Safe for use by several threads. */
final class PlaceNames {
    static final String PACKET = "packet";
    static final String STACK = "stack";
    static final String BUFFER = "packet buffer";
    /** Of no more bytes, a variable is not worth a name of its own. */
    private static final int SMALL = 64;
    private static final int RSP = 4;

    private final Explorer.Setup setup;
    private final Regions regions;
    private final Set<Long> packet;
    private final Set<Long> injected;
    private final Optional<Mapping> stack;
    private final Map<Long, String> known = new ConcurrentHashMap<>();

    /** The names in what is explored, where some state was found. */
    PlaceNames(Explorer.Setup setup, List<Region> found) {
        this.setup = setup;
        this.regions = setup.regions().with(found);
        this.packet = setup.injection().packetMemory();
        this.injected = new HashSet<>(setup.injection().memory());
        long top = setup.snapshot().general(RSP);
        this.stack = setup.snapshot().mappings().stream().filter(mapping -> mapping.contains(top)).findFirst();
    }

    /** What the byte at an address belongs to. */
    String of(long address) {
        return known.computeIfAbsent(address, this::find);
    }

    private String find(long address) {
        if (packet.contains(address)) {
            return PACKET;
        }
        Optional<Region> region = regions.at(address);
        if (region.isPresent()) {
            return region.get().name();
        }
        if (stack.isPresent() && stack.get().contains(address)) {
            return STACK;
        }
        if (injected.contains(address)) {
            return BUFFER;
        }
        return setup.variables().apply(address).map(variable -> variable.size() > SMALL ? variable.name() : Touches.VARIABLES).orElse(Touches.OTHER);
    }
}
