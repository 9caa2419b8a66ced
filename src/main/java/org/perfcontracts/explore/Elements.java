package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.perfcontracts.explore.memory.Nesting;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Strides;

/**
 * How the elements of an array are divided that was found by what accesses it: arrays in an element, and bytes that are read and written
 * together. Nothing is wrong with a division that does not fit the program, but that what an element may hold is known less well.
 */
final class Elements {
    private static final int WORD = 8;
    /** Elements of more bytes than this are no element that was understood. */
    static final int LARGEST = 4096;

    private final long from;
    private final int size;
    private final List<Region.Slots> arrays;
    private final List<Use> uses;

    /**
     * An access.
     *
     * @param sample one address that it may have
     * @param bytes of it
     * @param stride by a multiple of which any two of its addresses differ; 0 where it has but one
     * @param levels how it goes through arrays in elements, if it does
     */
    record Use(long sample, int bytes, long stride, List<Nesting.Level> levels) {
    }

    /** Bytes of an element that are read and written together, 1 to 8. */
    record Bytes(int offset, int count, Region.Slots slots) {
    }

    /** Bytes of an element, from one to before another, which may be at either of so many places further on. */
    private record Span(int from, int end, int step) {
        boolean meets(Span other) {
            return from < other.end && other.from < end;
        }

        Span with(Span other) {
            return new Span(Math.min(from, other.from), Math.max(end, other.end), (int) Strides.common(Strides.common(step, other.step), Math.abs(from - other.from)));
        }

        int count() {
            return (end - from + step - 1) / step;
        }
    }

    private Elements(long from, int size, List<Region.Slots> arrays, List<Use> uses) {
        this.from = from;
        this.size = size;
        this.arrays = arrays;
        this.uses = uses;
    }

    /** Elements of a size without arrays in them. */
    static Elements flat(List<Use> uses, long from, int size) {
        return new Elements(from, size, List.of(), uses);
    }

    /**
     * The largest elements with arrays in them in which all accesses fit; empty where none fit, or where accesses to the arrays are all there is,
     * so that each slot is as good an element.
     *
     * @param from where the first element begins
     * @param stride in whose steps all accesses go
     */
    static Optional<Elements> nested(List<Use> uses, long from, long stride) {
        TreeSet<Long> sizes = new TreeSet<>(Comparator.reverseOrder());
        for (Use use : uses) {
            sizes.add(use.stride);
            use.levels.forEach(level -> sizes.add(level.outer()));
        }
        sizes.removeIf(each -> each <= stride || each > LARGEST || each % stride != 0);
        for (long size : sizes) {
            Optional<Elements> elements = arrays(uses, from, (int) size).map(arrays -> new Elements(from, (int) size, arrays, uses)).filter(Elements::isNested);
            if (elements.isPresent()) {
                return elements;
            }
        }
        return Optional.empty();
    }

    private boolean isNested() {
        return arrays.size() > 1 || !arrays.isEmpty() && uses.stream().anyMatch(use -> {
            int place = place(use, from, size);
            return !arrays.getFirst().contains(place) || !arrays.getFirst().contains(place + use.bytes - 1);
        });
    }

    private static Optional<List<Region.Slots>> arrays(List<Use> uses, long from, int size) {
        List<Span> spans = new ArrayList<>();
        for (Use use : uses) {
            if (use.stride % size != 0) {
                Optional<Span> span = use.levels.stream().filter(level -> level.outer() % size == 0).map(level -> span(use, level, from, size))
                        .filter(each -> each.from >= 0 && each.end <= size).findFirst();
                if (span.isEmpty()) {
                    return Optional.empty();
                }
                spans.add(span.get());
            }
        }
        return Optional.of(apart(spans)).filter(all -> all.stream().allMatch(each -> each.end() <= size)).map(all -> extended(all, uses, from, size));
    }

    /** The arrays as far as they can go on: to the next one or to the next bytes that are accessed otherwise. What few packets have left in an array fills but some of it. */
    private static List<Region.Slots> extended(List<Region.Slots> arrays, List<Use> uses, long from, int size) {
        TreeSet<Integer> begins = new TreeSet<>(List.of(size));
        arrays.forEach(array -> begins.add(array.offset()));
        uses.stream().filter(use -> use.stride % size == 0).forEach(use -> begins.add(place(use, from, size)));
        return arrays.stream().map(array -> new Region.Slots(array.offset(), array.size(), (begins.ceiling(array.end()) - array.offset()) / array.size())).toList();
    }

    private static Span span(Use use, Nesting.Level level, long from, int size) {
        int place = place(use, from, size);
        return new Span((int) (place - level.before()), (int) (place + level.after() + use.bytes), (int) level.inner());
    }

    /** Arrays that do not overlap, in order. What is in two of them is in one of which both are a part. */
    private static List<Region.Slots> apart(List<Span> spans) {
        spans.sort(Comparator.comparingInt(Span::from));
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            Span next = span;
            while (!merged.isEmpty() && whole(merged.getLast()).meets(next)) {
                next = merged.removeLast().with(next);
            }
            merged.add(next);
        }
        return merged.stream().map(span -> new Region.Slots(span.from, span.step, span.count())).toList();
    }

    private static Span whole(Span span) {
        return new Span(span.from, span.from + span.count() * span.step, span.step);
    }

    private static int place(Use use, long from, int size) {
        return (int) Math.floorMod(use.sample - from, (long) size);
    }

    /** Of an element, in bytes. */
    int size() {
        return size;
    }

    // ---- what is read and written together

    /** All bytes of an element, cut where accesses begin and end. */
    List<Bytes> bytes() {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(size));
        Map<Region.Slots, TreeSet<Integer>> slotCuts = new HashMap<>();
        for (Region.Slots array : arrays) {
            cuts.addAll(List.of(array.offset(), array.end()));
            slotCuts.put(array, new TreeSet<>(List.of(array.size())));
        }
        for (Use use : uses) {
            int first = place(use, from, size);
            cut(first, cuts, slotCuts);
            for (int end = first + use.bytes; end > 0; end -= size) {
                if (end < size) {
                    cut(end, cuts, slotCuts);
                }
            }
        }
        List<Bytes> all = new ArrayList<>();
        int start = 0;
        for (int end : cuts) {
            int begin = start;
            arrays.stream().filter(each -> each.offset() == begin && end == each.end()).findFirst().ifPresentOrElse(
                    array -> slot(array, slotCuts.get(array), all), () -> words(begin, end, null, all));
            start = end;
        }
        return all;
    }

    private void cut(int place, TreeSet<Integer> cuts, Map<Region.Slots, TreeSet<Integer>> slotCuts) {
        Optional<Region.Slots> array = arrays.stream().filter(each -> each.contains(place)).findFirst();
        if (array.isPresent()) {
            slotCuts.get(array.get()).add((place - array.get().offset()) % array.get().size());
        } else {
            cuts.add(place);
        }
    }

    private static void slot(Region.Slots array, TreeSet<Integer> cuts, List<Bytes> into) {
        int start = 0;
        for (int end : cuts) {
            words(array.offset() + start, array.offset() + end, array, into);
            start = end;
        }
    }

    private static void words(int from, int end, Region.Slots array, List<Bytes> into) {
        for (int at = from; at < end; at += WORD) {
            int count = Math.min(WORD, end - at);
            into.add(new Bytes(at, count, array == null ? new Region.Slots(at, count, 1) : array));
        }
    }
}
