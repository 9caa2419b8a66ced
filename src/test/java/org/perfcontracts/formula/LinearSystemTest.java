package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearSystemTest {
    @Test
    void oneSolutionForEachSide() {
        LinearSystem system = new LinearSystem(2, 2);
        system.add(new long[] {1, 0}, 5, 1);
        system.add(new long[] {1, 2}, 11, 9);
        long[][] rates = system.solve().orElseThrow();
        assertArrayEquals(new long[][] {{5, 1}, {3, 4}}, rates);
    }

    @Test
    void aColumnThatDependsOnOthersGetsZero() {
        LinearSystem system = new LinearSystem(2, 1);
        system.add(new long[] {2, 2}, 6);
        assertArrayEquals(new long[][] {{3}, {0}}, system.solve().orElseThrow());
        assertArrayEquals(new long[][] {{0}}, new LinearSystem(1, 1).solve().orElseThrow());
    }

    @Test
    void contradictionsAndFractionsHaveNoSolution() {
        LinearSystem contradiction = new LinearSystem(1, 1);
        contradiction.add(new long[] {1}, 5);
        contradiction.add(new long[] {2}, 11);
        assertEquals(Optional.empty(), contradiction.solve());
        LinearSystem secondSide = new LinearSystem(1, 2);
        secondSide.add(new long[] {1}, 5, 1);
        secondSide.add(new long[] {1}, 5, 2);
        assertEquals(Optional.empty(), secondSide.solve());
        LinearSystem fraction = new LinearSystem(1, 1);
        fraction.add(new long[] {2}, 5);
        assertEquals(Optional.empty(), fraction.solve());
    }

    @Test
    void randomSystemsThatHaveOneAreSolved() {
        long seed = 7;
        Random random = new Random(seed);
        int solved = 0;
        for (int round = 0; round < 500; round++) {
            int columns = random.nextInt(1, 6);
            long[] rates = random.longs(columns, -50, 50).toArray();
            long[][] rows = new long[random.nextInt(1, 8)][];
            long[] results = new long[rows.length];
            LinearSystem system = new LinearSystem(columns, 1);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.longs(columns, 0, 4).toArray();
                results[i] = times(rows[i], rates);
                system.add(rows[i], results[i]);
            }
            Optional<long[][]> solution = system.solve();
            if (solution.isEmpty()) {
                continue;   // dependent columns at zero can ask for fractions of the others
            }
            solved++;
            long[] found = new long[columns];
            for (int i = 0; i < columns; i++) {
                found[i] = solution.get()[i][0];
            }
            for (int i = 0; i < rows.length; i++) {
                assertEquals(results[i], times(rows[i], found), "seed " + seed + ", round " + round);
            }
        }
        assertTrue(solved > 250, solved + " of 500 were solved");
    }

    private static long times(long[] row, long[] rates) {
        long sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * rates[i];
        }
        return sum;
    }
}
