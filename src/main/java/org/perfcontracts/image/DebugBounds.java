package org.perfcontracts.image;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.image.FunctionParameters.Bounds;

/** Which fields of a structure say where a packet begins and where it ends, by their names and sizes. */
final class DebugBounds {
    private static final String END = "end";
    /** What the field is called that belongs to one called "end". */
    private static final Set<String> BEGINNINGS = Set.of("data", "begin", "start", "packet", "pkt", "p");

    private final DebugEntries entries;
    private final DebugTypes types;

    DebugBounds(DebugEntries entries, DebugTypes types) {
        this.entries = entries;
        this.types = types;
    }

    /** The fields of a structure; empty if it has none, or several that could be. */
    Optional<Bounds> of(DebugEntry structure) throws FormatException {
        Map<String, DebugEntry> addresses = new HashMap<>();
        for (DebugEntry member : entries.children(structure)) {
            if (member.tag() == DebugEntry.TAG_MEMBER && bits(member) > 0) {
                addresses.put(entries.text(member, DebugEntry.NAME), member);
            }
        }
        Optional<Bounds> found = Optional.empty();
        for (Map.Entry<String, DebugEntry> first : addresses.entrySet()) {
            DebugEntry end = addresses.get(first.getKey() + "_" + END);
            if (end == null && BEGINNINGS.contains(first.getKey())) {
                end = addresses.get(END);
            }
            if (end != null && bits(end) == bits(first.getValue())) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(new Bounds(entries.offset(first.getValue()), entries.offset(end), bits(end)));
            }
        }
        return found;
    }

    /** Of a field that can hold an address, a pointer or an integer of 32 or 64 bits; 0 for others. Where a pointer leads does not matter. */
    private int bits(DebugEntry member) throws FormatException {
        DebugEntry type = types.bare(member).entry();
        if (type == null || member.attribute(DebugEntry.BIT_SIZE).isPresent()) {
            return 0;
        }
        if (type.tag() == DebugEntry.TAG_POINTER_TYPE) {
            return Long.SIZE;
        }
        long size = type.tag() == DebugEntry.TAG_BASE_TYPE ? type.number(DebugEntry.BYTE_SIZE, 0) : 0;
        return size == Integer.BYTES || size == Long.BYTES ? (int) size * Byte.SIZE : 0;
    }
}
