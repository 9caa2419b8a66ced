package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/** What a region holds in the snapshot: it must be among what was declared possible, for a contract speaks of nothing else. */
final class RegionContent {
    private static final int BLOCK = 1 << 20;

    private final Snapshot snapshot;
    private final Region region;
    /** By group of elements. */
    private final List<List<Bounded>> bounded = new ArrayList<>();

    /** A field that cannot have every value of its bits: so many bits of the chunk at an offset, above its lowest ones. */
    private record Bounded(Region.Field field, Region.Chunk chunk, int shift) {
        long value(byte[] bytes, int element) {
            long value = 0;
            for (int i = chunk.bytes() - 1; i >= 0; i--) {
                value = value << 8 | bytes[element + chunk.offset() + i] & 0xff;
            }
            return value >>> shift & mask(field.bits());
        }
    }

    RegionContent(Snapshot snapshot, Region region) {
        this.snapshot = snapshot;
        this.region = region;
        region.groups().forEach(group -> bounded.add(bounded(group)));
    }

    private static List<Bounded> bounded(Region.Group group) {
        List<Bounded> bounded = new ArrayList<>();
        for (Region.Chunk chunk : group.chunks()) {
            int shift = 0;
            for (Region.Field field : chunk.fields()) {
                if (!(field instanceof Region.Field.Number number && number.isAny())) {
                    bounded.add(new Bounded(field, chunk, shift));
                }
                shift += field.bits();
            }
        }
        return bounded;
    }

    private static long mask(int bits) {
        return -1L >>> 64 - bits;
    }

    /**
     * Looks at each element.
     *
     * @throws IllegalArgumentException naming the first that holds something else
     */
    void check() {
        for (int i = 0; i < bounded.size(); i++) {
            Region.Group group = region.groups().get(i);
            check(group.first(), (region.end(group) - region.address()) / region.elementSize(), bounded.get(i));
        }
    }

    private void check(long from, long to, List<Bounded> fields) {
        int inBlock = Math.max(1, BLOCK / region.elementSize());
        for (long first = from; first < to && !fields.isEmpty(); first += inBlock) {
            int count = (int) Math.min(inBlock, to - first);
            byte[] bytes = snapshot.bytes(region.address() + first * region.elementSize(), count * region.elementSize());
            if (bytes == null) {
                throw new IllegalArgumentException("region " + region.name() + " cannot be read from element " + first + " on");
            }
            for (int i = 0; i < count; i++) {
                check(bytes, i, first + i, fields);
            }
        }
    }

    private void check(byte[] bytes, int place, long element, List<Bounded> fields) {
        for (Bounded each : fields) {
            long value = each.value(bytes, place * region.elementSize());
            switch (each.field) {
                case Region.Field.Number number -> {
                    if (!number.contains(value)) {
                        throw fault(element, number.name(), Long.toUnsignedString(value), "declared is "
                                + number.ranges().stream().map(Region.Range::toString).collect(Collectors.joining(" ")));
                    }
                }
                case Region.Field.Pointer(String name, int size) -> {
                    // Null is how an element says that it has no object yet.
                    if (value != 0 && !isMapped(value, size)) {
                        throw fault(element, name, "0x" + Long.toHexString(value), "declared is a pointer to " + size + " bytes, which are not all mapped there");
                    }
                }
            }
        }
    }

    private IllegalArgumentException fault(long element, String field, String value, String declared) {
        return new IllegalArgumentException("region " + region.name() + ": " + field + " of element " + element + " is " + value
                + " before the first packet, though " + declared + "; set it at initialisation, or declare what it can be");
    }

    private boolean isMapped(long address, int size) {
        long at = address;
        for (Mapping mapping : snapshot.mappings()) {
            if (mapping.readable() && mapping.contains(at)) {
                at = mapping.end();
                if (Long.compareUnsigned(at - address, size) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
