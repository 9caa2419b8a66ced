package org.perfcontracts.explore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
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

    private final Snapshot snapshot;
    private final LongFunction<Optional<Explorer.Variable>> variables;

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
        return first.address() != second.address() && !isAlike;
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
