package org.perfcontracts.explore.memory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.image.Snapshot;

/**
 * The regions of abstract state: those that a program has registered by {@code bolt_state} (native/bolt.h says how they are laid out), that
 * its target declares, or that were found.
 */
public final class Regions {
    /** None. */
    public static final Regions NONE = new Regions(List.of());

    private static final Specification.Pointees NO_POINTEES = (_, _, _, _) -> List.of();
    private static final int RECORD = 256;
    private static final int NAME = 48;
    private static final int SPEC = 72;
    private static final int MOST_RECORDS = 64;

    /** Memory that the agent has mapped for objects that pointers in regions lead to. */
    private static final long OBJECTS = 0x6f00_0000_0000L;
    private static final long OBJECTS_SIZE = 1 << 24;
    private static final int LEAST_OBJECTS = 16;

    private final List<Region> all;
    private final List<Region> withObjects;
    private final Map<Integer, Region> objects;
    /** Conditions by which values that were found in regions were said to be in their ranges. */
    private final Set<Term> rangeAssumptions = ConcurrentHashMap.newKeySet();
    private final Set<Symbol> foundSymbols = ConcurrentHashMap.newKeySet();

    private Regions(List<Region> all) {
        this.all = all;
        this.objects = objects(all);
        this.withObjects = new ArrayList<>(all);
        withObjects.addAll(objects.values());
        withObjects.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
    }

    /** Room for the objects of each size; any two pointers to objects of one size may lead to the same one. */
    private static Map<Integer, Region> objects(List<Region> all) {
        Map<Integer, Long> pointers = new TreeMap<>();
        all.forEach(region -> region.chunks().forEach(chunk -> chunk.fields().forEach(field -> {
            if (field instanceof Region.Field.Pointer pointer) {
                pointers.merge(pointer.size(), region.count(), Long::sum);
            }
        })));
        Map<Integer, Region> objects = new TreeMap<>();
        long room = Long.highestOneBit(OBJECTS_SIZE / Math.max(1, pointers.size()));
        pointers.forEach((bytes, most) -> {
            int size = powerOfTwo(bytes);
            long count = Math.min(room / size, powerOfTwo(Math.clamp(2 * most, LEAST_OBJECTS, 1 << 20)));
            if (count < LEAST_OBJECTS) {
                throw new IllegalArgumentException("there is no room for objects of " + bytes + " bytes to which pointers in regions lead");
            }
            objects.put(bytes, new Region("objects." + bytes, OBJECTS + room * objects.size(), size, count,
                    new Specification("objects." + bytes, "bytes:[" + size + "]").groups(size, count, NO_POINTEES).getFirst().chunks(), Region.Kind.OBJECTS));
        });
        return objects;
    }

    private static int powerOfTwo(int least) {
        return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }

    /** These and others that were found. */
    public Regions with(List<Region> found) {
        List<Region> both = new ArrayList<>(all);
        both.addAll(found);
        both.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        return new Regions(List.copyOf(both));
    }

    void assumeRange(Term condition) {
        rangeAssumptions.add(condition);
    }

    void noteFound(Symbol symbol) {
        foundSymbols.add(symbol);
    }

    /** Whether some were found, rather than registered. */
    public boolean hasFound() {
        return all.stream().anyMatch(region -> region.kind() == Region.Kind.FOUND);
    }

    /** Whether a symbol stands for something that found state holds. */
    public boolean isOfFound(Symbol symbol) {
        return foundSymbols.contains(symbol);
    }

    boolean isRangeAssumption(Term condition) {
        return rangeAssumptions.contains(condition);
    }

    /** The objects to which the pointers of a field lead. */
    Region objectsOf(Region.Field.Pointer pointer) {
        return objects.get(pointer.size());
    }

    /**
     * What is said of a region.
     *
     * @param name {@code instance.part}
     * @param address of the first element
     * @param elementSize in bytes, unsigned
     * @param count of elements, unsigned
     * @param fields of an element
     */
    public record Declaration(String name, long address, long elementSize, long count, String fields) {
    }

    /**
     * The regions that are declared, with a check that what they hold is what was declared.
     *
     * @throws IllegalArgumentException naming the region and what is wrong with it
     */
    public static Regions of(Snapshot snapshot, List<Declaration> declared) {
        DeclaredRegions regions = new DeclaredRegions(snapshot);
        declared.forEach(regions::add);
        return declared.isEmpty() ? NONE : new Regions(regions.byAddress());
    }

    /**
     * Reads the program's own table.
     *
     * @param table the address of {@code bolt_regions} in the process
     * @param count how many of its records are used
     * @throws IllegalArgumentException where it cannot be read
     */
    public static List<Declaration> table(Snapshot snapshot, long table, long count) {
        if (count > MOST_RECORDS) {
            throw new IllegalArgumentException("bolt_region_count is " + count + ", though there is room for " + MOST_RECORDS);
        }
        List<Declaration> declared = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] entry = bytes(snapshot, table + (long) RECORD * i, RECORD);
            declared.add(new Declaration(text(entry, 0, NAME), number(entry, NAME), number(entry, NAME + 8), number(entry, NAME + 16),
                    text(entry, SPEC, RECORD - SPEC)));
        }
        return declared;
    }

    private static byte[] bytes(Snapshot snapshot, long address, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            byte[] page = snapshot.page(address + i & -4096);
            if (page == null) {
                throw new IllegalArgumentException("the table of regions at 0x" + Long.toHexString(address) + " is not mapped");
            }
            bytes[i] = page[(int) (address + i & 4095)];
        }
        return bytes;
    }

    private static String text(byte[] bytes, int from, int most) {
        int length = 0;
        while (length < most && bytes[from + length] != 0) {
            length++;
        }
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    private static long number(byte[] bytes, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    // ---- asking

    /** All of them and the objects to which their pointers lead, by address. */
    public List<Region> withObjects() {
        return withObjects;
    }

    /** Those that were registered or found, by address. */
    public List<Region> all() {
        return all;
    }

    /** A region, or those objects, that some bytes from an address on have a part in. */
    public Optional<Region> touchedBy(long address, int bytes) {
        Optional<Region> last = at(address + bytes - 1);
        for (int i = 0; i < bytes - 1 && last.isEmpty(); i++) {
            last = at(address + i);
        }
        return last;
    }

    /** The region, or those objects, that an address lies in. */
    public Optional<Region> at(long address) {
        int low = 0;
        int high = withObjects.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Region region = withObjects.get(middle);
            if (region.contains(address)) {
                return Optional.of(region);
            }
            if (Long.compareUnsigned(address, region.address()) < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return Optional.empty();
    }
}
