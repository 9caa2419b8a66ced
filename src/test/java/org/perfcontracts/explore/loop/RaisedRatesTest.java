package org.perfcontracts.explore.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Cache lines of ways round a loop as rates of points. */
class RaisedRatesTest {
    private static final String HEADER = "@100";
    private static final Set<String> POINTS = Set.of("a", "b", "c");

    private static RaisedRates.Way way(long lines, Map<String, Long> passages) {
        return new RaisedRates.Way(lines, passages);
    }

    @Test
    void onePointBearsWhatItsWaysTouch() {
        assertEquals(Map.of("a", 3L), RaisedRates.raised(Map.of(), POINTS, HEADER, List.of(way(2, Map.of("a", 1L)), way(3, Map.of("a", 1L)))));
    }

    @Test
    void whatAWayTouchesBesidesIsBorneByItsOwnPoint() {
        assertEquals(Map.of("a", 1L, "b", 1L),
                RaisedRates.raised(Map.of(), POINTS, HEADER, List.of(way(1, Map.of("a", 1L)), way(2, Map.of("a", 1L, "b", 1L)))));
    }

    @Test
    void whatLoopsInItBearIsLeftOut() {
        assertEquals(Map.of("a", 2L), RaisedRates.raised(Map.of("a", 2L), POINTS, HEADER, List.of(way(4, Map.of("a", 2L)))));
        assertEquals(Map.of("a", 2L, HEADER, 1L), RaisedRates.raised(Map.of("a", 2L), POINTS, HEADER, List.of(way(1, Map.of()))));
    }

    @Test
    void noWayTouchesMoreThanItsSum() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            List<RaisedRates.Way> ways = new ArrayList<>();
            for (int k = random.nextInt(1, 6); k > 0; k--) {
                Map<String, Long> passages = new TreeMap<>();
                POINTS.stream().filter(_ -> random.nextInt(3) == 0).forEach(point -> passages.put(point, random.nextLong(1, 4)));
                ways.add(way(random.nextInt(9), passages));
            }
            Map<String, Long> given = random.nextBoolean() ? Map.of() : Map.of("b", random.nextLong(4));
            Map<String, Long> rates = RaisedRates.raised(given, POINTS, HEADER, ways);
            given.forEach((point, rate) -> assertTrue(rates.get(point) >= rate));
            for (RaisedRates.Way way : ways) {
                long sum = rates.getOrDefault(HEADER, 0L);
                for (Map.Entry<String, Long> passes : way.passages().entrySet()) {
                    sum += passes.getValue() * rates.getOrDefault(passes.getKey(), 0L);
                }
                assertTrue(sum >= way.amount(), "seed " + seed + ": " + way + " of " + ways + " by " + rates);
            }
        }
    }
}
