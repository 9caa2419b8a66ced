package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;

/** Memory of the snapshot read at places that are open: tables, each made once. Safe for several threads. */
public final class Tables {
    private static final int PAGE = 4096;
    private static final int WORD = 8;
    private static final long MOST_ELEMENTS = 1L << 26;
    private static final int MOST_RUNS = 1 << 22;

    private final Terms terms;
    private final Snapshot snapshot;
    private final LongFunction<String> names;
    private final Map<Place, Optional<ConcreteTable>> tables = new ConcurrentHashMap<>();

    private record Place(long first, long stride, long count, int bytes) {
    }

    /** @param names what to call memory at an address */
    public Tables(Terms terms, Snapshot snapshot, LongFunction<String> names) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.names = names;
    }

    /** What some bytes at an address within a range hold; empty where that is too much to look at. What is not mapped counts as zero. */
    public Optional<Term> load(AddressRange range, Term address, int bytes) {
        List<Term> parts = new ArrayList<>();
        Term distance = terms.sub(address, terms.constant(64, range.low()));
        for (int done = 0; done < bytes; done += WORD) {
            Optional<ConcreteTable> table = table(new Place(range.low() + done, range.step(), range.count(), Math.min(WORD, bytes - done)));
            if (table.isEmpty()) {
                return Optional.empty();
            }
            parts.addFirst(terms.function(table.get(), List.of(distance)));
        }
        return Optional.of(terms.concat(parts.toArray(Term[]::new)));
    }

    private Optional<ConcreteTable> table(Place place) {
        return tables.computeIfAbsent(place, this::read);
    }

    private Optional<ConcreteTable> read(Place place) {
        if (place.count > MOST_ELEMENTS) {
            return Optional.empty();
        }
        snapshot.usedWhole(place.first, (place.count - 1) * place.stride + place.bytes);
        int[] starts = new int[16];
        long[] values = new long[16];
        int runs = 0;
        Reader reader = new Reader();
        for (int i = 0; i < place.count; i++) {
            long value = reader.value(place.first + i * place.stride, place.bytes);
            if (runs > 0 && values[runs - 1] == value) {
                continue;
            }
            if (runs == MOST_RUNS) {
                return Optional.empty();
            }
            if (runs == starts.length) {
                starts = Arrays.copyOf(starts, 2 * runs);
                values = Arrays.copyOf(values, 2 * runs);
            }
            starts[runs] = i;
            values[runs++] = value;
        }
        return Optional.of(new ConcreteTable(names.apply(place.first), place.bytes, place.stride, Arrays.copyOf(starts, runs), Arrays.copyOf(values, runs)));
    }

    /** Reads numbers one after the other, with the latest block at hand. */
    private final class Reader {
        private static final int BLOCK = 1 << 16;

        private long at = 1;
        private byte[] block;

        long value(long address, int count) {
            long value = 0;
            for (int i = count - 1; i >= 0; i--) {
                value = value << 8 | byteAt(address + i) & 0xff;
            }
            return value;
        }

        private byte byteAt(long address) {
            long start = address & -BLOCK;
            if (start != at) {
                block = snapshot.bytes(start, BLOCK);
                if (block == null) {
                    block = withHoles(start);
                }
                at = start;
            }
            return block[(int) (address - start)];
        }

        private byte[] withHoles(long start) {
            byte[] bytes = new byte[BLOCK];
            for (int done = 0; done < BLOCK; done += PAGE) {
                byte[] page = snapshot.page(start + done);
                if (page != null) {
                    System.arraycopy(page, 0, bytes, done, PAGE);
                }
            }
            return bytes;
        }
    }
}
