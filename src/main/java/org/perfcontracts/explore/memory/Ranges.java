package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.perfcontracts.image.Snapshot;

/** Few ranges that cover numbers: what a field of memory was seen to hold, and what is written there. */
public final class Ranges {
    /** Numbers that are not further apart are one range; of fewer bits, those that are less than a part of all numbers apart, so that all ones stand by themselves. */
    private static final long NEAR = 4096;
    private static final int NEAR_PART = 4;
    private static final int MOST = 4;
    /** As many where they are places in different objects. */
    private static final int MOST_APART = 8;
    /** Numbers that stand by themselves, such as the addresses of functions. */
    private static final int MOST_ALONE = 16;
    /** Distinct numbers looked at one by one; of more, only their bounds. */
    private static final int MOST_DISTINCT = 1 << 20;
    private static final int BLOCK = 1 << 20;

    private Ranges() {
    }

    /** What a part of each element of a region holds in the snapshot; everything where it cannot be read. */
    public static List<Region.Range> held(Snapshot snapshot, long address, int elementSize, long count, int offset, int bytes) {
        return held(snapshot, address, elementSize, count, offset, bytes, new Region.Slots(offset, bytes, 1), Neighbours.UNKNOWN);
    }

    /**
     * What a part of each slot of an array in each element holds, given the offset of the part in the first slot.
     *
     * @param neighbours says of which numbers those between are likely to be held as well
     */
    public static List<Region.Range> held(Snapshot snapshot, long address, int elementSize, long count, int offset, int bytes, Region.Slots slots, Neighbours neighbours) {
        LongStream.Builder values = LongStream.builder();
        snapshot.usedWhole(address, elementSize * count);
        int inBlock = Math.max(1, BLOCK / elementSize);
        int taken = 0;
        long latest = 0;
        for (long first = 0; first < count; first += inBlock) {
            int elements = (int) Math.min(inBlock, count - first);
            byte[] block = snapshot.bytes(address + first * elementSize, elements * elementSize);
            if (block == null || taken > MOST_DISTINCT) {
                return all(8 * bytes);
            }
            for (int i = 0; i < elements * slots.count(); i++) {
                int at = i / slots.count() * elementSize + offset + i % slots.count() * slots.size();
                long value = 0;
                for (int k = bytes - 1; k >= 0; k--) {
                    value = value << 8 | block[at + k] & 0xff;
                }
                if (taken == 0 || value != latest) {
                    values.add(value);
                    latest = value;
                    taken++;
                }
            }
        }
        return covering(values.build().map(Ranges::inverted).sorted().distinct().map(Ranges::inverted), near(8 * bytes), neighbours);
    }

    /** Few ranges that cover numbers in rising order, unsigned. */
    static List<Region.Range> covering(LongStream rising) {
        return covering(rising, NEAR, Neighbours.UNKNOWN);
    }

    private static List<Region.Range> covering(LongStream rising, long near, Neighbours neighbours) {
        return of(rising.mapToObj(value -> new Region.Range(value, value)).toList(), near, neighbours);
    }

    /** How far numbers of so many bits are apart in one range. */
    private static long near(int bits) {
        return Math.min(NEAR, 1L << Math.max(0, Math.min(bits, Long.SIZE - 1) - NEAR_PART));
    }

    private static long inverted(long value) {
        return value ^ Long.MIN_VALUE;
    }

    /** The one range of all numbers of so many bits. */
    public static List<Region.Range> all(int bits) {
        return List.of(new Region.Range(0, -1L >>> 64 - bits));
    }

    /** The ranges that hold just what some ranges hold; those without steps in rising order, none of them next to another. */
    static List<Region.Range> union(List<Region.Range> some) {
        if (some.stream().anyMatch(range -> range.step() > 1)) {
            return some.stream().distinct().toList();
        }
        List<Region.Range> sorted = new ArrayList<>(some);
        sorted.sort(Comparator.comparingLong(range -> inverted(range.low())));
        List<Region.Range> union = new ArrayList<>();
        for (Region.Range range : sorted) {
            Region.Range last = union.isEmpty() ? null : union.getLast();
            if (last == null || last.high() != -1 && Long.compareUnsigned(range.low(), last.high() + 1) > 0) {
                union.add(range);
            } else if (Long.compareUnsigned(range.high(), last.high()) > 0) {
                union.set(union.size() - 1, new Region.Range(last.low(), range.high()));
            }
        }
        return List.copyOf(union);
    }

    /**
     * Ranges that cover some ranges of numbers of so many bits and one more.
     *
     * @param neighbours says of which numbers those between are likely to be held as well
     */
    public static List<Region.Range> with(List<Region.Range> some, Region.Range more, int bits, Neighbours neighbours) {
        List<Region.Range> ranges = new ArrayList<>(some);
        ranges.add(more);
        ranges.sort(Comparator.comparingLong(range -> inverted(range.low())));
        return of(ranges, near(bits), neighbours);
    }

    private static List<Region.Range> of(List<Region.Range> sorted, long near, Neighbours neighbours) {
        List<Region.Range> alone = sorted.stream().filter(range -> range.low() == range.high() && neighbours.isAlone(range.low())).distinct().limit(MOST_ALONE + 1).toList();
        if (alone.isEmpty() || alone.size() > MOST_ALONE) {
            return merged(sorted, near, neighbours);
        }
        List<Region.Range> all = new ArrayList<>(merged(sorted.stream().filter(range -> !alone.contains(range)).toList(), near, neighbours));
        alone.stream().filter(each -> all.stream().noneMatch(range -> range.contains(each.low()))).toList().forEach(all::add);
        all.sort(Comparator.comparingLong(range -> inverted(range.low())));
        return List.copyOf(all);
    }

    /** Few ranges that cover many, which are given in order of their beginnings. */
    private static List<Region.Range> merged(List<Region.Range> sorted, long near, Neighbours neighbours) {
        List<Region.Range> merged = new ArrayList<>();
        for (Region.Range range : sorted) {
            Region.Range last = merged.isEmpty() ? null : merged.getLast();
            boolean overlaps = last != null && Long.compareUnsigned(range.low(), last.high()) <= 0;
            if (overlaps || last != null && isNear(last, range, near) && !neighbours.isApart(last.high(), range.low())) {
                merged.set(merged.size() - 1, both(last, range));
            } else {
                merged.add(range);
            }
        }
        while (merged.size() > MOST) {
            int closest = closest(merged, neighbours);
            if (closest < 0 && merged.size() <= MOST_APART) {
                break;
            }
            int joined = closest < 0 ? closest(merged, Neighbours.UNKNOWN) : closest;
            merged.set(joined, both(merged.get(joined), merged.remove(joined + 1)));
        }
        return List.copyOf(merged);
    }

    /** The index of the range that is closest to the next one, of those that are not apart from it; negative where all are. */
    private static int closest(List<Region.Range> ranges, Neighbours neighbours) {
        int closest = -1;
        for (int i = 0; i + 1 < ranges.size(); i++) {
            boolean isCloser = closest < 0 || Long.compareUnsigned(gap(ranges, i), gap(ranges, closest)) < 0;
            if (isCloser && !neighbours.isApart(ranges.get(i).high(), ranges.get(i + 1).low())) {
                closest = i;
            }
        }
        return closest;
    }

    private static long gap(List<Region.Range> ranges, int index) {
        return ranges.get(index + 1).low() - ranges.get(index).high();
    }

    /** Whether a range begins inside another or so close behind it that both are likely to be one; zero stands apart from addresses. */
    private static boolean isNear(Region.Range before, Region.Range range, long near) {
        long most = near < NEAR ? near : near * Math.max(1, Math.min(before.step(), near));
        return Long.compareUnsigned(range.low(), before.high()) <= 0 || Long.compareUnsigned(range.low() - before.high(), most) <= 0;
    }

    private static Region.Range both(Region.Range a, Region.Range b) {
        long high = Long.compareUnsigned(a.high(), b.high()) >= 0 ? a.high() : b.high();
        long step = Strides.common(Strides.common(stepOf(a), stepOf(b)), b.low() - a.low());
        return new Region.Range(a.low(), high, step < 1 ? 1 : step);
    }

    /** 0 where there is but one number. */
    private static long stepOf(Region.Range range) {
        return range.low() == range.high() ? 0 : range.step();
    }
}
