package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CombinationsTest {
    private static final int RUNS = 300;

    private static long[] sum(long[][] columns, long[] coefficients) {
        long[] sum = new long[columns[0].length];
        for (int i = 0; i < columns.length; i++) {
            for (int row = 0; row < sum.length; row++) {
                sum[row] += coefficients[i] * columns[i][row];
            }
        }
        return sum;
    }

    private static long[] random(Random random, int length) {
        return random.longs(length, -4, 5).toArray();
    }

    @Test
    void whatIsASumOfColumnsIsToldAsOne() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(12);
            Combinations combinations = new Combinations();
            long[][] columns = new long[count][];
            for (int i = 0; i < count; i++) {
                do {
                    columns[i] = random(random, 40);
                } while (!combinations.add(columns[i]));
            }
            long[] coefficients = random(random, count);
            long[] sum = sum(columns, coefficients);
            assertArrayEquals(coefficients, combinations.of(sum).orElseThrow(), "seed " + seed);
            assertFalse(combinations.add(sum), "seed " + seed);
            sum[random.nextInt(sum.length)] += 1;
            assertTrue(combinations.of(sum).map(told -> sum(columns, told)).filter(told -> !Arrays.equals(told, sum)).isEmpty(), "seed " + seed);
        }
    }

    @Test
    void halfOfAColumnIsNoSum() {
        Combinations combinations = new Combinations();
        assertTrue(combinations.add(new long[] {2, 4, 0}));
        assertEquals(Optional.empty(), combinations.of(new long[] {1, 2, 0}));
        assertFalse(combinations.add(new long[] {1, 2, 0}));
        assertTrue(combinations.add(new long[] {1, 2, 1}));
    }

    @Test
    void ofNothingNothingIsMade() {
        Combinations combinations = new Combinations();
        assertFalse(combinations.add(new long[] {0, 0}));
        assertEquals(0, combinations.of(new long[] {0, 0}).orElseThrow().length);
        assertEquals(Optional.empty(), combinations.of(new long[] {0, 1}));
    }
}
