package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.perfcontracts.image.HeapObjects;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/** Makes regions of what is declared, and of the objects that pointers in them lead to in the snapshot, where those are told of. */
final class DeclaredRegions {
    private static final long MOST_ELEMENTS = 1L << 32;
    private static final int STACK_POINTER = 4;
    private static final Pattern NAMES = Pattern.compile("[\\w-]+(\\.[\\w.-]+)?");
    /** Pointers of one field that are followed. */
    private static final long MOST_POINTERS = 1 << 16;
    /** Places that one field leads to which are not evenly spaced. */
    private static final int MOST_PLACES = 64;
    /** What an allocator keeps beside an object, with what it rounds up, is less. */
    private static final long SMALLEST_OTHER = 32;

    private final Snapshot snapshot;
    private final List<Region> regions = new ArrayList<>();
    /** Those behind pointers, by address. */
    private final Map<Long, Region> objects = new HashMap<>();
    /** How many were named after a field that leads to several. */
    private final Map<String, Integer> numbers = new HashMap<>();
    private HeapObjects heap;

    DeclaredRegions(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * Adds a region, and those behind its pointers.
     *
     * @throws IllegalArgumentException naming the region and what is wrong with it
     */
    void add(Regions.Declaration declared) {
        regions.add(region(declared));
    }

    /**
     * All of them, by address.
     *
     * @throws IllegalArgumentException naming two that have a name or a byte in common
     */
    List<Region> byAddress() {
        regions.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        checkDistinct(regions);
        return List.copyOf(regions);
    }

    private Region region(Regions.Declaration declared) {
        String name = declared.name();
        if (!NAMES.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a region; it is instance.part, in letters, digits, '_' and '-'");
        }
        long size = declared.elementSize();
        long count = declared.count();
        if (size < 1 || size > Specification.MOST_BYTES || count < 1 || count > MOST_ELEMENTS) {
            throw new IllegalArgumentException("region " + name + " has " + Long.toUnsignedString(count) + " elements of "
                    + Long.toUnsignedString(size) + " bytes; it must have 1 to 2^32 of 1 to 2^16");
        }
        List<Region.Group> groups = new Specification(name, declared.fields())
                .groups((int) size, count, (pointers, first, last, offset) -> behind(declared, pointers, first, last, offset));
        Region region = new Region(name, declared.address(), (int) size, count, Specification.whatever(groups), Region.Kind.REGISTERED, groups);
        checkMemory(region);
        new RegionContent(snapshot, region).check();
        return region;
    }

    // ---- what pointers lead to

    /** What the pointers of some elements hold in the snapshot; where they lead become regions. */
    private List<Region.Range> behind(Regions.Declaration of, Specification.Pointers pointers, long first, long last, int offset) {
        String name = of.name() + "." + pointers.field();
        if (last - first >= MOST_POINTERS) {
            throw new IllegalArgumentException("region " + of.name() + ": more than " + MOST_POINTERS + " pointers " + pointers.field() + " to objects of their own");
        }
        TreeSet<Long> values = new TreeSet<>(Long::compareUnsigned);
        for (long element = first; element <= last; element++) {
            long at = of.address() + of.elementSize() * element + offset;
            values.add(snapshot.word(at).orElseThrow(() -> new IllegalArgumentException("region " + of.name() + " is outside memory: nothing is mapped at 0x" + Long.toHexString(at))));
        }
        boolean isNullable = values.remove(0L);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("region " + of.name() + ": " + pointers.field() + (first == last ? " of element " + first : "")
                    + " is null before the first packet, though declared is a pointer to an object; set it at initialisation");
        }
        Specification objects = new Specification(name, pointers.objects());
        List<Region.Range> places = evenly(values, pointers.count() == 1 && !pointers.objects().startsWith("["), objects.size());
        if (places.size() > MOST_PLACES) {
            throw new IllegalArgumentException("region " + of.name() + ": " + pointers.field() + " leads to " + places.size() + " places; at most " + MOST_PLACES + " are followed");
        }
        boolean isOne = places.size() == 1 && last - first + 1 == of.count();
        for (Region.Range range : places) {
            addObjects(isOne ? name : name + "." + numbers.merge(name, 1, Integer::sum), range, objects.size(), pointers);
        }
        List<Region.Range> held = new ArrayList<>(places);
        if (isNullable) {
            held.add(new Region.Range(0, 0));
        }
        return List.copyOf(held);
    }

    /** Addresses as ranges; objects with nothing between them are elements of one array. */
    private List<Region.Range> evenly(TreeSet<Long> rising, boolean joins, int size) {
        List<Region.Range> ranges = new ArrayList<>();
        for (long next : rising) {
            Region.Range last = ranges.isEmpty() ? null : ranges.getLast();
            long step = last == null ? 0 : next - last.high();
            boolean isNext = last != null && (last.low() == last.high() || step == last.step());
            if (joins && isNext && (step == size || step > size && step < size + SMALLEST_OTHER && isNextAllocated(last.high(), next))) {
                ranges.set(ranges.size() - 1, new Region.Range(last.low(), next, step));
            } else {
                ranges.add(new Region.Range(next, next));
            }
        }
        return ranges;
    }

    /** Whether two addresses are those of pieces of memory that were allocated one directly behind the other. */
    private boolean isNextAllocated(long address, long next) {
        if (heap == null) {
            heap = new HeapObjects(snapshot);
        }
        return heap.at(address).filter(object -> object.address() == address && object.address() + object.size() + Long.BYTES == next).isPresent()
                && heap.at(next).filter(object -> object.address() == next).isPresent();
    }

    private void addObjects(String name, Region.Range places, int size, Specification.Pointers pointers) {
        boolean isAlone = places.low() == places.high();
        long element = isAlone ? size : places.step();
        String fields = element == size ? pointers.objects() : pointers.objects() + ", -" + (element - size);
        Region region = region(new Regions.Declaration(name, places.low(), element, isAlone ? pointers.count() : places.last() + 1, fields));
        // Two fields may lead to one object of which they say the same.
        Region other = objects.putIfAbsent(region.address(), region);
        boolean isKnown = other != null && other.elementSize() == region.elementSize() && other.count() == region.count() && other.groups().equals(region.groups());
        if (!isKnown) {
            regions.add(region);
        }
    }

    // ---- checks

    private void checkMemory(Region region) {
        long stack = snapshot.general(STACK_POINTER);
        long at = region.address();
        for (Mapping mapping : snapshot.mappings()) {
            if (at != region.end() && mapping.readable() && mapping.contains(at)) {
                if (mapping.contains(stack) && Long.compareUnsigned(region.address(), stack) < 0) {
                    throw new IllegalArgumentException("region " + place(region)
                            + ", is on the stack of a function that has returned; register memory that stays");
                }
                at = Long.compareUnsigned(mapping.end(), region.end()) < 0 ? mapping.end() : region.end();
            }
        }
        if (at != region.end()) {
            throw new IllegalArgumentException("region " + place(region) + ", is outside memory: nothing is mapped at 0x" + Long.toHexString(at));
        }
    }

    private static String place(Region region) {
        return region.name() + ", 0x" + Long.toHexString(region.address()) + " to 0x" + Long.toHexString(region.end());
    }

    private static void checkDistinct(List<Region> sorted) {
        Map<String, Region> named = new HashMap<>();
        for (Region region : sorted) {
            Region other = named.put(region.name(), region);
            if (other != null) {
                throw new IllegalArgumentException("region " + region.name() + " is registered twice, at 0x" + Long.toHexString(other.address())
                        + " and at 0x" + Long.toHexString(region.address()) + "; register each array once, by a name of its own");
            }
        }
        for (int i = 1; i < sorted.size(); i++) {
            if (Long.compareUnsigned(sorted.get(i - 1).end(), sorted.get(i).address()) > 0) {
                throw new IllegalArgumentException("regions " + place(sorted.get(i - 1)) + ", and " + place(sorted.get(i)) + ", overlap");
            }
        }
    }
}
