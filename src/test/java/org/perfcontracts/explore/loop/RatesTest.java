package org.perfcontracts.explore.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.LoopLines;

/** The cost of ways round a loop, and of loops together, as rates of points. */
class RatesTest {
    private static final long HEADER = 0x100;
    private static final String AT_HEADER = CutLoop.automatic(HEADER);

    private static Rates.Way way(long instructions, long accesses, Map<String, Long> marks, long... addresses) {
        Map<Long, Long> passages = new HashMap<>(Map.of(HEADER, 1L));
        for (long address : addresses) {
            passages.merge(address, 1L, Long::sum);
        }
        return new Rates.Way(instructions, accesses, marks, passages);
    }

    private static CutLoop.Rate rate(long instructions, long accesses) {
        return new CutLoop.Rate(instructions, accesses);
    }

    // ---- one loop

    @Test
    void marksThatTellWaysApartAreExact() {
        Rates.Solution solution = Rates.solve(HEADER, List.of(way(5, 1, Map.of("nop", 1L)), way(9, 4, Map.of("other", 1L))));
        assertTrue(solution.exact());
        assertEquals(Map.of("nop", rate(5, 1), "other", rate(9, 4)), solution.rates());
    }

    @Test
    void aMarkOnTopOfAnotherHasTheDifferenceForItsRate() {
        Rates.Solution solution = Rates.solve(HEADER, List.of(way(9, 3, Map.of("t", 1L)), way(7, 4, Map.of("t", 1L, "hit", 1L))));
        assertTrue(solution.exact());
        assertEquals(Map.of("t", rate(9, 3), "hit", rate(-2, 1)), solution.rates());
    }

    @Test
    void waysWithTheSameMarksAreBoundedByTheDearest() {
        Rates.Solution solution = Rates.solve(HEADER, List.of(way(5, 4, Map.of("t", 1L)), way(9, 1, Map.of("t", 1L))));
        assertFalse(solution.exact());
        assertEquals(Map.of("t", rate(9, 4)), solution.rates());
    }

    @Test
    void marksThatContradictEachOtherAreABound() {
        List<Rates.Way> ways = List.of(way(5, 0, Map.of("t", 1L)), way(11, 0, Map.of("t", 2L)), way(12, 0, Map.of("t", 3L)));
        Rates.Solution solution = Rates.solve(HEADER, ways);
        assertFalse(solution.exact());
        assertEquals(Map.of("t", rate(6, 0)), solution.rates());
    }

    @Test
    void withoutMarksTheHeaderAndWhatTellsWaysApartCount() {
        Rates.Solution solution = Rates.solve(HEADER, List.of(way(5, 1, Map.of(), 0x104, 0x108), way(9, 2, Map.of(), 0x104, 0x110)));
        assertTrue(solution.exact());
        assertEquals(Map.of(AT_HEADER, rate(9, 2), CutLoop.automatic(0x108), rate(-4, -1)), solution.rates());
    }

    @Test
    void aWayWithoutMarksBesideOneWithIsExact() {
        Rates.Solution solution = Rates.solve(HEADER, List.of(way(10, 2, Map.of("m", 1L), 0x104), way(4, 1, Map.of(), 0x108)));
        assertTrue(solution.exact());
        assertEquals(rate(10, 2), sum(solution.rates(), way(10, 2, Map.of("m", 1L), 0x104)));
        assertEquals(rate(4, 1), sum(solution.rates(), way(4, 1, Map.of(), 0x108)));
    }

    @Test
    void everyWayCostsItsSumOrLess() {
        long seed = 99;
        Random random = new Random(seed);
        int exact = 0;
        for (int round = 0; round < 3000; round++) {
            List<Rates.Way> ways = randomWays(random);
            Rates.Solution solution = Rates.solve(HEADER, ways);
            exact += solution.exact() ? 1 : 0;
            for (Rates.Way way : ways) {
                CutLoop.Rate sum = sum(solution.rates(), way);
                String what = "seed " + seed + ", round " + round + ": " + way + " of " + ways + " by " + solution;
                assertTrue(sum.instructions() >= way.instructions() && sum.accesses() >= way.accesses(), what);
                assertTrue(!solution.exact() || sum.equals(rate(way.instructions(), way.accesses())), what);
            }
        }
        assertTrue(exact > 300 && exact < 2700, exact + " of 3000 are exact");
    }

    private static List<Rates.Way> randomWays(Random random) {
        List<Rates.Way> ways = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            Map<String, Long> marks = new TreeMap<>();
            for (String mark : List.of("a", "b", "c")) {
                if (random.nextInt(3) == 0) {
                    marks.put(mark, random.nextLong(1, 3));
                }
            }
            long[] addresses = random.longs(random.nextInt(3), 0x101, 0x104).toArray();
            ways.add(way(random.nextLong(1, 30), random.nextLong(0, 10), marks, addresses));
        }
        return ways;
    }

    private static CutLoop.Rate sum(Map<String, CutLoop.Rate> rates, Rates.Way way) {
        long instructions = 0;
        long accesses = 0;
        for (Map.Entry<String, CutLoop.Rate> entry : rates.entrySet()) {
            long address = CutLoop.automaticAddress(entry.getKey());
            long passages = address == -1 ? way.marks().getOrDefault(entry.getKey(), 0L) : way.addresses().getOrDefault(address, 0L);
            instructions += passages * entry.getValue().instructions();
            accesses += passages * entry.getValue().accesses();
        }
        return rate(instructions, accesses);
    }

    // ---- several loops

    private static CutLoop loop(Map<String, CutLoop.Rate> rates, Set<Long> passed, boolean exact) {
        return new CutLoop(HEADER, 0, rates, passed, exact, Map.of(), List.of(), LoopLines.NONE, Set.of(), Set.of(), List.of());
    }

    @Test
    void loopsThatShareNoPointStayExact() {
        CutLoop.Together both = CutLoop.together(List.of(loop(Map.of("a", rate(5, 1)), Set.of(), true),
                loop(Map.of("b", rate(7, 2)), Set.of(), true)));
        assertEquals(new CutLoop.Together(Map.of("a", rate(5, 1), "b", rate(7, 2)), true), both);
    }

    @Test
    void aLoopOfWhichABoundIsKnownCounts() {
        CutLoop.Together both = CutLoop.together(List.of(loop(Map.of("a", rate(5, 1)), Set.of(), false),
                loop(Map.of("b", rate(7, 2)), Set.of(), true)));
        assertEquals(new CutLoop.Together(Map.of("a", rate(5, 1), "b", rate(7, 2)), false), both);
    }

    @Test
    void aRateThatLoopsDoNotAgreeOnIsTheHighest() {
        CutLoop.Together both = CutLoop.together(List.of(loop(Map.of("a", rate(5, 3)), Set.of(), true),
                loop(Map.of("a", rate(7, 2)), Set.of(), true)));
        assertEquals(new CutLoop.Together(Map.of("a", rate(7, 3)), false), both);
    }

    @Test
    void aPointThatOneLoopPassesForNothingIsNotNegativeForAnother() {
        String point = CutLoop.automatic(0x108);
        CutLoop first = loop(Map.of(AT_HEADER, rate(10, 1), point, rate(-3, 0)), Set.of(HEADER, 0x108L), true);
        CutLoop second = loop(Map.of(AT_HEADER, rate(12, 1)), Set.of(HEADER, 0x108L), true);
        assertEquals(new CutLoop.Together(Map.of(AT_HEADER, rate(12, 1), point, rate(0, 0)), false),
                CutLoop.together(List.of(first, second)));
    }
}
