package org.perfcontracts.search;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.expr.CompiledTerm;
import org.perfcontracts.expr.Symbol;

/**
 * A place in abstract state that a path accesses first where the packet's bytes say, such as the first entry that is looked at for a key: its address is computed as the program
 * does, hash and all. What else it depends on is what the path finds in memory, and loops, which are taken in their first iteration.
 */
final class Place {
    private final Region region;
    private final CompiledTerm address;
    /** The packet's bytes that the address depends on, by the position of their symbols among its symbols. */
    private final Map<Integer, Integer> bytes = new TreeMap<>();
    private final Map<Integer, String> parameters = new LinkedHashMap<>();
    private final Map<Integer, Injection.Found> found = new LinkedHashMap<>();
    private final long[] values;

    private Place(Region region, CompiledTerm address, Exploration exploration, Path path) {
        this.region = region;
        this.address = address;
        this.values = new long[address.symbols().size()];
        Map<Symbol, Integer> packet = new HashMap<>();
        for (int i = 0; i < exploration.inputs().packet().size(); i++) {
            packet.put(exploration.inputs().packet().get(i), i);
        }
        Map<Symbol, String> named = new HashMap<>();
        exploration.inputs().parameters().forEach((name, symbol) -> named.put(symbol, name));
        for (int i = 0; i < address.symbols().size(); i++) {
            Symbol symbol = address.symbols().get(i);
            int at = i;
            if (packet.containsKey(symbol)) {
                bytes.put(i, packet.get(symbol));
            } else if (named.containsKey(symbol)) {
                parameters.put(i, named.get(symbol));
            } else {
                path.state().stream().filter(each -> each.value() == symbol).findFirst().ifPresent(each -> found.put(at, each));
            }
        }
    }

    /** The places of a path, each of them once, those first that depend on the fewest bytes of the packet. */
    static List<Place> of(Exploration exploration, Path path) {
        List<Place> places = new ArrayList<>();
        for (Trace.Access access : path.trace().accesses(0)) {
            if (access.region() != null) {
                Optional<Place> place = CompiledTerm.of(access.address(), exploration.definitions())
                        .map(compiled -> new Place(access.region(), compiled, exploration, path)).filter(each -> !each.bytes.isEmpty());
                place.filter(each -> places.stream().noneMatch(each::isNear)).ifPresent(places::add);
            }
        }
        places.sort((one, other) -> Integer.compare(one.bytes.size(), other.bytes.size()));
        return places;
    }

    /** Whether another place is another field of the same element. */
    private boolean isNear(Place other) {
        return region.equals(other.region) && bytes.values().stream().toList().equals(other.bytes.values().stream().toList());
    }

    /** The indices in the packet of the bytes that it depends on. */
    List<Integer> bytes() {
        return List.copyOf(bytes.values());
    }

    /** How far apart elements of the region are, in bytes. */
    int elementSize() {
        return region.elementSize();
    }

    /** The bytes of the whole region. */
    long size() {
        return region.elementSize() * region.count();
    }

    /** Takes in what the packet does not say: the other parameters, and what the process' memory holds now at places that do not depend on the packet. */
    void look(Referee referee, Exploration exploration, Arrival arrival) {
        parameters.forEach((at, name) -> values[at] = name.equals(exploration.inputs().lengthName()) ? arrival.packet().length
                : arrival.parameters().getOrDefault(name, 0L));
        found.forEach((at, each) -> CompiledTerm.of(each.address(), exploration.definitions()).filter(where -> where.symbols().isEmpty())
                .ifPresent(where -> values[at] = word(referee, where.compute(new long[0]), each.value().width())));
    }

    private static long word(Referee referee, long address, int bits) {
        byte[] bytes = referee.snapshot().bytes(address, Long.BYTES);
        if (bytes == null) {
            return 0;
        }
        long word = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return bits >= Long.SIZE ? word : word & (1L << bits) - 1;
    }

    /** The address for a packet. */
    long address(byte[] packet) {
        bytes.forEach((at, index) -> values[at] = index < packet.length ? packet[index] & 0xff : 0);
        return address.compute(values);
    }
}
