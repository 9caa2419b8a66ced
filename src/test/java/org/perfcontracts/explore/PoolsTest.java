package org.perfcontracts.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Nodes that were allocated one by one, in rows with other objects in between. */
class PoolsTest {
    private static final long SIZE = 24;
    private static final long DISTANCE = 32;
    private static final long FIRST = HandMadeCode.START;

    private final TreeMap<Long, Long> objects = new TreeMap<>();

    private Pools pools() {
        return new Pools(HandMadeCode.of(""), address -> {
            Map.Entry<Long, Long> below = objects.floorEntry(address);
            return below != null && address < below.getKey() + below.getValue()
                    ? Optional.of(new Explorer.Variable("object", below.getKey(), below.getValue())) : Optional.empty();
        });
    }

    private void row(long from, int count) {
        LongStream.range(0, count).forEach(i -> objects.put(from + i * DISTANCE, SIZE));
    }

    @Test
    void aTableInBetweenDividesThem() {
        row(FIRST, 10);
        objects.put(FIRST + 10 * DISTANCE, 104L);
        row(FIRST + 10 * DISTANCE + 112, 10);
        Pools pools = pools();
        assertFalse(pools.isApart(FIRST, FIRST + 9 * DISTANCE));
        assertTrue(pools.isApart(FIRST + 9 * DISTANCE, FIRST + 10 * DISTANCE + 112));
        assertFalse(pools.isApart(FIRST + 10 * DISTANCE + 112, FIRST + 19 * DISTANCE + 112));
    }

    @Test
    void soDoesWhatWasFreed() {
        row(FIRST, 3);
        row(FIRST + 3 * DISTANCE + 240, 3);
        assertTrue(pools().isApart(FIRST + 2 * DISTANCE, FIRST + 3 * DISTANCE + 240));
    }

    @Test
    void anotherObjectBesideEachDoesNot() {
        for (long i = 0; i < 10; i++) {
            objects.put(FIRST + i * 80, SIZE);
            objects.put(FIRST + i * 80 + DISTANCE, 40L);
        }
        assertFalse(pools().isApart(FIRST, FIRST + 9 * 80));
        assertTrue(pools().isApart(FIRST, FIRST + DISTANCE));
    }

    /** Where they lie all over the place they are one pool. */
    @Test
    void manyRowsAreOne() {
        for (long i = 0; i < 12; i++) {
            row(FIRST + i * 200, 3);
        }
        Pools pools = pools();
        assertEquals(0, LongStream.range(1, 12).filter(i -> pools.isApart(FIRST, FIRST + i * 200)).count());
    }

    @Test
    void differentPlacesInThemAreApart() {
        row(FIRST, 3);
        assertTrue(pools().isApart(FIRST, FIRST + DISTANCE + 8));
    }
}
