package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MaximumTest {
    private static final List<String> NAMES = List.of("x", "y", "z");

    private static Polynomial times(long coefficient, String name) {
        return Polynomial.variable(name).times(coefficient);
    }

    @Test
    void whatPcvsShareIsUsedByTheDearest() {
        Formula formula = Formula.exactly(times(11, "nop").plus(times(75, "stamp")).plus(245));
        Map<String, Pcv> ranges = Map.of("nop", new Pcv("nop", "", 0, OptionalLong.of(40)), "stamp", new Pcv("stamp", "", 0, OptionalLong.of(3)));
        assertEquals(OptionalLong.of(245 + 440 + 225), Maximum.of(formula, ranges, List.of()).value());
        Maximum shared = Maximum.of(formula, ranges, List.of(new LinearBound(Map.of("nop", 1L, "stamp", 12L), 40)));
        assertEquals(new Maximum(OptionalLong.of(245 + 440), Map.of("nop", 40L, "stamp", 0L)), shared);
    }

    @Test
    void aSumBoundsWhatHasNoRange() {
        Formula formula = Formula.exactly(times(3, "x").plus(times(-1, "y")));
        assertEquals(OptionalLong.empty(), Maximum.of(formula, Map.of(), List.of()).value());
        assertEquals(OptionalLong.of(30), Maximum.of(formula, Map.of(), List.of(new LinearBound(Map.of("x", 2L, "y", 1L), 20))).value());
        assertEquals(OptionalLong.empty(), Maximum.of(formula, Map.of(), List.of(new LinearBound(Map.of("x", 1L, "y", -4L), 20))).value());
    }

    @Test
    void whatIsNotLinearIsAtItsEnd() {
        Formula formula = Formula.exactly(times(3, "x").plus(Polynomial.bracket("y", 2).times(5)).plus(Polynomial.variable("x").times(Polynomial.variable("y"))));
        Map<String, Pcv> ranges = Map.of("x", new Pcv("x", "", 0, OptionalLong.of(4)), "y", new Pcv("y", "", 0, OptionalLong.of(6)));
        assertEquals(OptionalLong.of(3 * 3 + 5 + 24), Maximum.of(formula, ranges, List.of(new LinearBound(Map.of("x", 3L, "y", 1L), 9))).value());
    }

    /** No point within ranges and bounds is above the maximum. */
    @Test
    void noPointIsAbove() {
        long seed = 31;
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Map<String, Pcv> ranges = new TreeMap<>();
            NAMES.forEach(name -> ranges.put(name, range(name, random)));
            Formula formula = Formula.exactly(times(random.nextInt(-4, 9), "x").plus(times(random.nextInt(-4, 9), "y")).plus(times(random.nextInt(9), "z")));
            List<LinearBound> bounds = new ArrayList<>();
            for (int k = random.nextInt(4); k > 0; k--) {
                bounds.add(new LinearBound(Map.of("x", random.nextLong(1, 4), "y", random.nextBoolean() ? -1L : 2L, "z", 1L), random.nextLong(12)));
            }
            OptionalLong most = Maximum.of(formula, ranges, bounds).value();
            String what = "seed " + seed + ", case " + i + ": " + formula + " with " + ranges + " and " + bounds + ": " + most;
            assertTrue(most.isPresent(), what);
            points(ranges, bounds).forEach(point -> assertTrue(formula.evaluate(point) <= most.getAsLong(), () -> what + " at " + point));
            assertTrue(most.getAsLong() <= Maximum.of(formula, ranges, List.of()).value().orElseThrow(), what);
        }
    }

    private static Pcv range(String name, Random random) {
        long low = random.nextLong(3);
        return new Pcv(name, "", low, OptionalLong.of(low + random.nextLong(6)));
    }

    private static List<Map<String, Long>> points(Map<String, Pcv> ranges, List<LinearBound> bounds) {
        List<Map<String, Long>> points = new ArrayList<>();
        for (long x = ranges.get("x").low(); x <= ranges.get("x").high().getAsLong(); x++) {
            for (long y = ranges.get("y").low(); y <= ranges.get("y").high().getAsLong(); y++) {
                for (long z = ranges.get("z").low(); z <= ranges.get("z").high().getAsLong(); z++) {
                    Map<String, Long> point = Map.of("x", x, "y", y, "z", z);
                    if (bounds.stream().allMatch(bound -> bound.admits(point))) {
                        points.add(point);
                    }
                }
            }
        }
        return points;
    }
}
