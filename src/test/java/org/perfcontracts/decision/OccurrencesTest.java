package org.perfcontracts.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OccurrencesTest {
    private static final double[] SHARES = {0, 0.001, 0.5, 0.9, 0.99, 0.999, 1};

    @Test
    void fewValuesAreExact() {
        long seed = 5;
        Random random = new Random(seed);
        Occurrences occurrences = new Occurrences();
        long[] values = random.longs(5000, 0, 700).toArray();
        Arrays.stream(values).forEach(occurrences::add);
        Arrays.sort(values);
        assertFalse(occurrences.isRounded());
        assertEquals(Arrays.stream(values).sum(), occurrences.sum());
        assertEquals(values[0], occurrences.least());
        assertEquals(values[values.length - 1], occurrences.greatest());
        for (double share : SHARES) {
            assertEquals(values[Math.max(0, (int) Math.ceil(share * values.length - 1e-6) - 1)], occurrences.quantile(share), "seed " + seed + ", share " + share);
        }
        assertEquals(5000, occurrences.counts().values().stream().mapToLong(Long::longValue).sum());
    }

    /** Of all magnitudes, so that memory would grow with them. */
    @Test
    void manyValuesAreRoundedUpByLessThanAThousandth() {
        long seed = 6;
        Random random = new Random(seed);
        Occurrences occurrences = new Occurrences();
        long[] values = random.longs(200_000, 0, Long.MAX_VALUE / 400_000).map(value -> value >> random.nextInt(40)).toArray();
        Arrays.stream(values).forEach(occurrences::add);
        Arrays.sort(values);
        assertTrue(occurrences.isRounded());
        assertTrue(occurrences.counts().size() <= Occurrences.MOST_VALUES);
        assertEquals(Arrays.stream(values).sum(), occurrences.sum());
        assertEquals(values[values.length - 1], occurrences.counts().lastKey());
        for (double share : SHARES) {
            long exact = values[Math.max(0, (int) Math.ceil(share * values.length - 1e-6) - 1)];
            long told = occurrences.quantile(share);
            assertTrue(told >= exact && told - exact <= exact / 1000, "seed " + seed + ", share " + share + ": " + told + " for " + exact);
        }
    }

    @Test
    void whatCannotBeCounted() {
        Occurrences occurrences = new Occurrences();
        assertThrows(IllegalArgumentException.class, () -> occurrences.add(-1));
        occurrences.add(Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> occurrences.add(1));
    }
}
