package org.perfcontracts.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.perfcontracts.explore.memory.Neighbours;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.image.Snapshot;

/** The objects that pointers in memory lead to: of those in one array, or allocated one like the other, each may be led to. */
final class Pools implements Neighbours {
    private static final int WORD = 8;
    /** Nodes of a list that are followed, and bytes of a node. */
    private static final int MOST_NODES = 1 << 16;
    private static final int LARGEST_NODE = 4096;
    /** Rows of nodes that are told apart. */
    private static final int MOST_ROWS = 8;

    private final Snapshot snapshot;
    private final LongFunction<Optional<Explorer.Variable>> variables;
    /** By the address of an object, where the row begins that it is in. */
    private final Map<Long, Long> rows = new ConcurrentHashMap<>();

    Pools(Snapshot snapshot, LongFunction<Optional<Explorer.Variable>> variables) {
        this.snapshot = snapshot;
        this.variables = variables;
    }

    /** Whether a number is the address of what packets cannot change, such as a function: one and the next are no array that goes on between them. */
    @Override
    public boolean isAlone(long number) {
        return snapshot.mappings().stream().anyMatch(mapping -> mapping.contains(number) && !mapping.writable());
    }

    @Override
    public boolean isApart(long a, long b) {
        Explorer.Variable first = object(a);
        Explorer.Variable second = object(b);
        if (first == null || second == null) {
            return first != second;
        }
        boolean isAlike = first.size() == second.size() && a - first.address() == b - second.address();
        return first.address() != second.address() && !(isAlike && row(first) == row(second));
    }

    // ---- objects in a row

    /**
     * Where the objects of one size that lie at equal distances around one begin: where they are allocated one by one, something else comes in between now and then, such
     * as a table that has grown. Where that is all over the place they are one pool all the same.
     */
    private long row(Explorer.Variable object) {
        if (object.size() > LARGEST_NODE) {
            return 0;
        }
        Long known = rows.get(object.address());
        return known != null ? known : rowOf(object);
    }

    private long rowOf(Explorer.Variable object) {
        List<Long> starts = new ArrayList<>(List.of(object.address()));
        for (Explorer.Variable at = previous(object); at != null && starts.size() < MOST_NODES; at = previous(at)) {
            if (at.size() == object.size()) {
                starts.addFirst(at.address());
            }
        }
        for (Explorer.Variable at = next(object); at != null && starts.size() < MOST_NODES; at = next(at)) {
            if (at.size() == object.size()) {
                starts.addLast(at.address());
            }
        }
        List<Long> begins = begins(starts);
        if (begins.size() > MOST_ROWS) {
            begins = List.of(starts.getFirst());
        }
        long begin = begins.getFirst();
        for (long each : starts) {
            begin = begins.contains(each) ? each : begin;
            rows.put(each, begin);
        }
        return rows.get(object.address());
    }

    /** Those of the rising addresses that are farther behind the one before than others next to them are from each other. */
    private static List<Long> begins(List<Long> starts) {
        List<Long> begins = new ArrayList<>(List.of(starts.getFirst()));
        for (int i = 1; i < starts.size(); i++) {
            long distance = starts.get(i) - starts.get(i - 1);
            boolean isMoreThanBefore = i > 1 && distance > starts.get(i - 1) - starts.get(i - 2);
            boolean isMoreThanBehind = i + 1 < starts.size() && distance > starts.get(i + 1) - starts.get(i);
            if (isMoreThanBefore || isMoreThanBehind) {
                begins.add(starts.get(i));
            }
        }
        return begins;
    }

    private Explorer.Variable next(Explorer.Variable object) {
        long end = object.address() + object.size() + WORD - 1 & -WORD;
        for (long at = end; at < end + LARGEST_NODE; at += WORD) {
            Explorer.Variable other = object(at);
            if (other != null) {
                return other;
            }
        }
        return null;
    }

    private Explorer.Variable previous(Explorer.Variable object) {
        for (long at = object.address() - 1; at >= object.address() - LARGEST_NODE; at -= WORD) {
            Explorer.Variable other = object(at);
            if (other != null) {
                return other;
            }
        }
        return null;
    }

    /** Whether a number is a place in an object that packets can change. */
    boolean isPlace(long number) {
        return object(number) != null;
    }

    private Explorer.Variable object(long number) {
        boolean isWritable = snapshot.mappings().stream().anyMatch(mapping -> mapping.contains(number) && mapping.writable());
        return isWritable ? variables.apply(number).orElse(null) : null;
    }

    /**
     * A range of places in an object as far as it may go on: to the first of some numbers at which it may end, or to the end of the object.
     *
     * @param ends numbers at which it may end
     */
    Region.Range whole(Region.Range range, NavigableSet<Long> ends) {
        Explorer.Variable object = object(range.low());
        if (object == null || range.step() < WORD || Long.compareUnsigned(range.high(), object.address() + object.size()) >= 0) {
            return range;
        }
        long rest = object.address() + object.size() - range.high();
        long end = ends.tailSet(range.high(), false).stream().filter(each -> each - range.high() <= rest && (each - range.low()) % range.step() == 0)
                .findFirst().orElse(range.high() + Math.max(0, rest / range.step() - 1) * range.step());
        return new Region.Range(range.low(), end, range.step());
    }

    /** A range of places with those that the objects there lead to in the snapshot and so on, as to the end of a list, if they are in the range's steps. */
    Region.Range linked(Region.Range range) {
        if (range.step() < WORD || range.step() > LARGEST_NODE || range.last() >= MOST_NODES || !isPlace(range.low())) {
            return range;
        }
        Set<Long> known = new HashSet<>();
        Deque<Long> open = new ArrayDeque<>();
        for (long place = range.low(); Long.compareUnsigned(place, range.high()) <= 0; place += range.step()) {
            open.add(place);
        }
        known.addAll(open);
        long low = range.low();
        long high = range.high();
        while (!open.isEmpty() && known.size() < MOST_NODES) {
            long node = open.remove();
            low = Math.min(low, node);
            high = Math.max(high, node);
            for (long at = node; at < node + range.step(); at += WORD) {
                snapshot.word(at).ifPresent(next -> {
                    if ((next - range.low()) % range.step() == 0 && isPlace(next) && !isApart(range.low(), next) && known.add(next)) {
                        open.add(next);
                    }
                });
            }
            snapshot.usedWhole(node, range.step());
        }
        return new Region.Range(low, high, range.step());
    }
}
