package org.perfcontracts.explore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.Ranges;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Written;
import org.perfcontracts.image.Snapshot;

/** What the fields of found state are taken to hold: what they held in the snapshot, and what packets were found to write. Safe for several threads. */
final class Contents {
    /** How often a chunk grows by what is written only, if that are places in memory, and how often at all before it is taken to hold anything. */
    private static final int SMALL_STEPS = 1;
    private static final int SMALL_STEPS_OF_PLACES = 3;
    /** And if that are all numbers that a path may write, though others may follow from what memory holds then. */
    private static final int SMALL_STEPS_OF_ALL = 4;
    private static final int MOST_STEPS = 12;
    /** In so many explorations of regions that are others than before, and may have what only these hold written, no step is counted. */
    private static final int MOST_OF_OTHERS = 48;

    private final Snapshot snapshot;
    private final Pools pools;
    /** What fields were found to hold, with what they held in the snapshot; of those alone that packets write. */
    private final Map<Part, List<Region.Range>> wider = new ConcurrentHashMap<>();
    /** What they held in the snapshot. */
    private final Map<Held, List<Region.Range>> held = new ConcurrentHashMap<>();
    /** In how many explorations they were found to hold more, and which ones in the one that is under way. */
    private final Map<Part, Integer> widened = new ConcurrentHashMap<>();
    private final Set<Part> widenedNow = ConcurrentHashMap.newKeySet();
    private int ofOthers;
    private volatile boolean counts = true;
    private volatile boolean lost;

    /** The bytes that a chunk has of every element of a found region, and in it of the slots of a size from a place on. */
    private record Part(long address, int elementSize, int offset, int bytes, int slotsOffset, int slotSize) {
        Part(long address, int elementSize, int offset, int bytes, Region.Slots slots) {
            this(address, elementSize, offset, bytes, slots.offset(), slots.size());
        }
    }

    /** A part of so many elements. It is often for a moment only that more of them seem to be accessed than there are. */
    private record Held(Part part, long elements, int slots) {
    }

    Contents(Snapshot snapshot, Pools pools) {
        this.snapshot = snapshot;
        this.pools = pools;
    }

    /**
     * What some bytes of every element of a region may hold.
     *
     * @param address of the region
     * @param elementSize in bytes
     * @param elements how many of them are accessed
     */
    List<Region.Range> of(long address, int elementSize, Elements.Bytes bytes, long elements) {
        Part part = new Part(address, elementSize, bytes.offset(), bytes.count(), bytes.slots());
        List<Region.Range> ranges = held.computeIfAbsent(new Held(part, elements, bytes.slots().count()),
                _ -> Ranges.held(snapshot, address, elementSize, elements, bytes.offset(), bytes.count(), bytes.slots(), pools));
        for (Region.Range range : wider.getOrDefault(part, List.of())) {
            ranges = Ranges.with(ranges, range, 8 * part.bytes, pools);
        }
        return ranges;
    }

    /**
     * Another exploration begins.
     *
     * @param ofOther whether its regions are at other places than those of the one before, or divided otherwise
     */
    void begin(boolean ofOther) {
        widenedNow.clear();
        counts = !ofOther || ++ofOthers > MOST_OF_OTHERS;
    }

    /** Whether something was found to hold more in the exploration that is under way. */
    boolean hasWidened() {
        return !widenedNow.isEmpty();
    }

    /** What memory holds is found anew. */
    void forget() {
        wider.clear();
        widened.clear();
        lost = false;
    }

    /** Notes what a found region may hold besides what it was taken to hold. */
    void widen(AbstractState.Outgrown outgrown) {
        if (outgrown.more() != null) {
            widen(outgrown.region(), outgrown.chunk(), outgrown.more());
            return;
        }
        lost = true;
        for (int chunk = 0; chunk < outgrown.region().chunks().size(); chunk++) {
            widen(outgrown.region(), chunk, Written.Numbers.any(8 * outgrown.region().chunks().get(chunk).bytes()));
        }
    }

    /** Whether some region was found to hold anything, since it was not understood where something was written, after memory was last found anew. */
    boolean hasLost() {
        return lost;
    }

    /** Notes what a chunk of a found region may hold besides what it was taken to hold. One that keeps growing is let grow in large steps. */
    private void widen(Region region, int chunk, Written.Numbers more) {
        Region.Chunk in = region.chunks().get(chunk);
        Part part = new Part(region.address(), region.elementSize(), in.offset(), in.bytes(), in.slots());
        Region.Field.Number field = (Region.Field.Number) in.fields().getFirst();
        wider.compute(part, (_, known) -> widened(part, known == null ? field.ranges() : known, more));
    }

    private List<Region.Range> widened(Part part, List<Region.Range> ranges, Written.Numbers more) {
        List<Region.Range> with = Ranges.with(ranges, more.range(), 8 * part.bytes, pools);
        if (with.equals(ranges)) {
            return ranges;
        }
        int times = widened.merge(part, widenedNow.add(part) && counts ? 1 : 0, Integer::sum);
        return times > MOST_STEPS ? Ranges.all(8 * part.bytes) : times > SMALL_STEPS ? grown(part, with, more, times) : with;
    }

    /** The ranges, grown to what they are likely to come to. */
    private List<Region.Range> grown(Part part, List<Region.Range> ranges, Written.Numbers more, int times) {
        boolean isPlace = part.bytes == Long.BYTES && pools.isPlace(more.range().low());
        if (!isPlace) {
            return more.areAll() && times <= SMALL_STEPS_OF_ALL ? ranges : Ranges.with(ranges, upTo(more), 8 * part.bytes, pools);
        }
        List<Region.Range> grown = joined(part, ranges, pools::linked);
        return grown.equals(ranges) && times > SMALL_STEPS_OF_PLACES ? joined(part, ranges, range -> pools.whole(range, more.ends())) : grown;
    }

    private List<Region.Range> joined(Part part, List<Region.Range> ranges, UnaryOperator<Region.Range> grown) {
        List<Region.Range> all = ranges;
        for (Region.Range range : ranges) {
            all = Ranges.with(all, grown.apply(range), 8 * part.bytes, pools);
        }
        return all;
    }

    /** The numbers and those up to the next at which they may end. */
    private static Region.Range upTo(Written.Numbers numbers) {
        Region.Range range = numbers.range();
        Long end = numbers.ends().ceiling(range.high());
        return end == null ? range : new Region.Range(range.low(), end, Long.remainderUnsigned(end - range.low(), range.step()) == 0 ? range.step() : 1);
    }
}
