package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/** Formulas over marks, of ways with cut loops and without. */
class PassageFitTest {
    private static final long SEED = 3;
    private static final List<String> MARKS = List.of("a", "b", "c");

    private static Polynomial polynomial(long constant, Map<String, Long> rates) {
        Polynomial sum = Polynomial.constant(constant);
        for (Map.Entry<String, Long> rate : rates.entrySet()) {
            sum = sum.plus(Polynomial.variable(rate.getKey()).times(rate.getValue()));
        }
        return sum;
    }

    private static Call way(Polynomial cost, boolean exact, Map<String, Long> passages, String... looped) {
        return new Call("f", List.of(), List.of(), Map.of(Metric.INSTRUCTIONS, cost, Metric.MEMORY_ACCESSES, cost.times(2), Metric.CACHE_LINES, cost),
                exact ? EnumSet.allOf(Metric.class) : EnumSet.noneOf(Metric.class),
                new TreeMap<>(passages), new TreeSet<>(List.of(looped)), Map.of());
    }

    private static Call unrolled(long cost, Map<String, Long> passages) {
        return way(Polynomial.constant(cost), true, passages);
    }

    private static Optional<Polynomial> exact(Call... ways) {
        return PassageFit.exact(List.of(ways), Metric.INSTRUCTIONS);
    }

    private static Formula formula(Call... ways) {
        return Formulas.of(List.of(ways), Map.of()).get(Metric.INSTRUCTIONS);
    }

    @Test
    void unrolledWaysAndACutLoopAgree() {
        assertEquals("11·a + 54", exact(unrolled(65, Map.of("a", 1L)), unrolled(87, Map.of("a", 3L)),
                way(polynomial(54, Map.of("a", 11L)), true, Map.of("a", 1L), "a")).orElseThrow().toString());
    }

    @Test
    void whatDisagreesIsBounded() {
        Formula formula = formula(unrolled(65, Map.of("a", 1L)), unrolled(76, Map.of("a", 2L)), unrolled(87, Map.of("a", 3L)),
                unrolled(89, Map.of("a", 3L)));
        assertEquals("11·a + 56", formula.toString());
        assertFalse(formula.exact());
    }

    @Test
    void aLoopThatCostsMoreRaisesTheRate() {
        Formula formula = formula(unrolled(65, Map.of("a", 1L)), unrolled(76, Map.of("a", 2L)),
                way(polynomial(54, Map.of("a", 13L)), true, Map.of("a", 0L), "a"));
        assertEquals("13·a + 54", formula.toString());
        assertFalse(formula.exact());
    }

    @Test
    void oneWayThatIsAnUpperBoundMakesAllOne() {
        Formula formula = formula(unrolled(65, Map.of("a", 1L)), way(polynomial(54, Map.of("a", 11L)), false, Map.of(), "a"));
        assertFalse(formula.exact());
    }

    @Test
    void differentAutomaticPcvsHaveNoCommonFit() {
        assertTrue(exact(unrolled(20, Map.of()), way(polynomial(7, Map.of("x.c:5", 5L)), true, Map.of())).isEmpty());
    }

    @Test
    void eachMetricIsFittedForItself() {
        Call one = new Call("f", List.of(), List.of(),
                Map.of(Metric.INSTRUCTIONS, Polynomial.constant(5), Metric.MEMORY_ACCESSES, Polynomial.constant(1), Metric.CACHE_LINES, Polynomial.constant(2)),
                EnumSet.allOf(Metric.class), Map.of(), Set.of(), Map.of());
        Call other = new Call("f", List.of(), List.of(),
                Map.of(Metric.INSTRUCTIONS, Polynomial.constant(6), Metric.MEMORY_ACCESSES, Polynomial.constant(1), Metric.CACHE_LINES, Polynomial.constant(2)),
                EnumSet.allOf(Metric.class), Map.of(), Set.of(), Map.of());
        var formulas = Formulas.of(List.of(one, other), Map.of());
        assertFalse(formulas.get(Metric.INSTRUCTIONS).exact());
        assertTrue(formulas.get(Metric.MEMORY_ACCESSES).exact());
    }

    /** Ways made of one formula are fitted by one that is equal wherever they can be; spoiled ones are never exceeded. */
    @Test
    void randomWays() {
        int fitted = 0;
        for (long seed = SEED; seed < SEED + 300; seed++) {
            Random random = new Random(seed);
            Map<String, Long> rates = new TreeMap<>();
            MARKS.forEach(mark -> rates.put(mark, (long) random.nextInt(-3, 20)));
            List<Call> ways = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                ways.add(random(random, 50, rates));
            }
            Optional<Polynomial> fit = PassageFit.exact(ways, Metric.INSTRUCTIONS);
            fitted += fit.isPresent() ? 1 : 0;      // where the ways leave rates open, they need not come out in whole numbers
            for (Call way : fit.isPresent() ? ways : List.<Call>of()) {
                Map<String, Long> point = point(random, way);
                assertEquals(way.cost().get(Metric.INSTRUCTIONS).evaluate(point), fit.get().evaluate(point), "seed " + seed + ": " + ways);
            }
            ways.add(random(random, 50 + random.nextInt(-9, 9), rates));
            ways.add(random(random, 50, Map.of("a", (long) random.nextInt(20), "b", 1L, "c", 1L)));
            Formula formula = Formulas.of(ways, Map.of()).get(Metric.INSTRUCTIONS);
            for (Call way : ways) {
                Map<String, Long> point = point(random, way);
                long cost = way.cost().get(Metric.INSTRUCTIONS).evaluate(point);
                assertTrue(formula.evaluate(point) >= cost, "seed " + seed + ": " + formula + " at " + point + " of " + ways);
                assertTrue(!formula.exact() || formula.evaluate(point) == cost, "seed " + seed + ": " + formula + " is not exact for " + ways);
            }
        }
        assertTrue(fitted > 150, fitted + " of 300");
    }

    /** A way of the formula: some marks in a cut loop, the others passed so often. */
    private static Call random(Random random, long constant, Map<String, Long> rates) {
        Map<String, Long> passages = new HashMap<>();
        Set<String> looped = new TreeSet<>();
        Polynomial cost = Polynomial.constant(constant);
        for (String mark : MARKS) {
            long here = random.nextInt(4);
            passages.put(mark, here);
            if (random.nextInt(3) == 0) {
                looped.add(mark);
                cost = cost.plus(Polynomial.variable(mark).times(rates.get(mark)));
            } else {
                cost = cost.plus(here * rates.get(mark));
            }
        }
        return way(cost, true, passages, looped.toArray(String[]::new));
    }

    /** How often an execution of a way can pass the marks. */
    private static Map<String, Long> point(Random random, Call way) {
        Map<String, Long> point = new TreeMap<>();
        MARKS.forEach(mark -> point.put(mark,
                way.passages().getOrDefault(mark, 0L) + (way.looped().contains(mark) ? random.nextInt(50) : 0)));
        return point;
    }
}
