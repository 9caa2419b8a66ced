package org.perfcontracts.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Polynomial;

class CostModelTest {
    private static final Distribution DIE = new Distribution.Uniform(new Interval(1, 6));
    private static final Polynomial X = Polynomial.variable("x");
    private static final Polynomial Y = Polynomial.variable("y");

    private static CostDistribution computed(Formula formula, Map<String, Distribution> pcvs) {
        CostModel.Outcome outcome = new CostModel(formula, pcvs, End.MOST).outcome();
        assertFalse(outcome.drawn());
        return outcome.distribution();
    }

    @Test
    void twoDice() {
        CostDistribution sum = computed(Formula.exactly(X.plus(Y).plus(100)), Map.of("x", DIE, "y", DIE));
        assertEquals(107, sum.mean(), 1e-9);
        assertEquals(11, sum.size());
        assertEquals(102, sum.quantile(1 / 36.0));
        assertEquals(103, sum.quantile(1 / 36.0 + 1e-6));
        assertEquals(107, sum.quantile(21 / 36.0));
        assertEquals(112, sum.quantile(1));
    }

    /** A product, and a maximum, are no sums of independent parts. */
    @Test
    void productsAndMaximaAreComputedOverAllCombinations() {
        assertEquals(12.25, computed(Formula.atMost(X.times(Y)), Map.of("x", DIE, "y", DIE)).mean(), 1e-9);
        assertEquals(161 / 36.0, computed(new Formula(List.of(X, Y), false), Map.of("x", DIE, "y", DIE)).mean(), 1e-9);
    }

    @Test
    void bracketsCountWhereTheirPcvIsAbove() {
        Formula formula = Formula.atMost(X.times(2).plus(Polynomial.bracket("x", 4).times(30)).plus(Polynomial.bracket("y", 0).times(100)));
        assertEquals(7 + 10 + 100, computed(formula, Map.of("x", DIE, "y", DIE)).mean(), 1e-9);
        Map<String, Distribution> pcvs = Map.of("x", DIE, "y", new Distribution.Within(new Interval(0, 3)));
        assertEquals(17, new CostModel(formula, pcvs, End.LEAST).outcome().distribution().mean(), 1e-9);
        assertEquals(117, new CostModel(formula, pcvs, End.MOST).outcome().distribution().mean(), 1e-9);
        assertEquals(OptionalLong.of(142), CostModel.worst(formula, pcvs));
    }

    /** Twice x is above 5 where x is above 2. */
    @Test
    void aBracketOfAMultipleIsOneOfTheOther() {
        Formula resolved = Multiple.resolved(Formula.exactly(Polynomial.bracket("twice", 5).times(9).plus(1)), Map.of("twice", new Multiple(2, "x")));
        assertEquals("9·[x > 2] + 1", resolved.toString());
    }

    @Test
    void aRangeIsTakenAtTheEndAsked() {
        Map<String, Distribution> pcvs = Map.of("x", DIE, "y", new Distribution.Within(new Interval(0, 10)));
        Formula formula = Formula.exactly(X.plus(Y.times(-1)).plus(50));
        assertEquals(43.5, new CostModel(formula, pcvs, End.LEAST).outcome().distribution().mean(), 1e-9);
        assertEquals(53.5, new CostModel(formula, pcvs, End.MOST).outcome().distribution().mean(), 1e-9);
        assertEquals(OptionalLong.of(56), CostModel.worst(formula, pcvs));
    }

    @Test
    void geometricDistributionsHaveTheirMeanAndTheirTail() {
        var open = new Distribution.Geometric(1, 1.5, OptionalLong.empty());
        CostDistribution cost = computed(Formula.exactly(X), Map.of("x", open));
        assertEquals(1.5, cost.mean(), 1e-9);
        assertEquals(1, cost.quantile(0.6));
        assertEquals(2, cost.quantile(0.7));            // one more follows with the probability 1/3
        assertEquals(OptionalLong.empty(), CostModel.worst(Formula.exactly(X), Map.of("x", open)));
        var cut = new Distribution.Geometric(1, 1.5, OptionalLong.of(3));
        assertEquals(1 / 27.0, cut.beyond(), 1e-12);
        assertEquals(1, cut.points(10).orElseThrow().values().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
        assertEquals(OptionalLong.of(3), CostModel.worst(Formula.exactly(X), Map.of("x", cut)));
    }

    @Test
    void theMeanIsThatOfThePoints() {
        for (Distribution.Known each : List.of(new Distribution.Uniform(new Interval(3, 8)), new Distribution.Geometric(2, 3.7, OptionalLong.of(9)),
                new Distribution.Geometric(0, 4, OptionalLong.empty()), Distribution.Histogram.ofWeights(Map.of(1L, 2.0, 9L, 6.0)))) {
            assertEquals(each.points(10_000).orElseThrow().entrySet().stream().mapToDouble(point -> point.getKey() * point.getValue()).sum(), each.mean(), 1e-8,
                    each.toString());
        }
    }

    @Test
    void whatIsTooLargeIsDrawnAlwaysTheSame() {
        Map<String, Distribution> pcvs = Map.of("x", new Distribution.Uniform(new Interval(0, 1L << 40)), "y", DIE);
        CostModel.Outcome first = new CostModel(Formula.exactly(X.plus(Y)), pcvs, End.MOST).outcome();
        assertTrue(first.drawn());
        double mean = first.distribution().mean();
        assertEquals(1L << 39, mean, (1L << 39) * 0.01);
        assertEquals(mean, new CostModel(Formula.exactly(X.plus(Y)), pcvs, End.MOST).outcome().distribution().mean());
    }

    /** What is computed by convolution is what comes of drawing, whatever the distributions. */
    @Test
    void computedAndDrawnAgree() {
        long seed = 3;
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            Map<String, Distribution> pcvs = new TreeMap<>();
            for (String name : List.of("x", "y")) {
                pcvs.put(name, switch (random.nextInt(3)) {
                    case 0 -> new Distribution.Uniform(new Interval(0, random.nextInt(1, 30)));
                    case 1 -> new Distribution.Geometric(1, 1 + random.nextDouble(0.1, 5), OptionalLong.of(200));
                    default -> Distribution.Histogram.ofWeights(Map.of(0L, 3.0, 7L, 1.0, 20L, random.nextDouble()));
                });
            }
            Formula formula = Formula.exactly(X.times(random.nextInt(1, 20)).plus(Y.times(random.nextInt(-3, 20))).plus(500));
            CostDistribution cost = computed(formula, pcvs);
            List<Long> drawn = new ArrayList<>();
            for (int j = 0; j < 40_000; j++) {
                Map<String, Long> values = new TreeMap<>();
                pcvs.forEach((name, distribution) -> values.put(name, ((Distribution.Known) distribution).draw(random)));
                drawn.add(formula.evaluate(values));
            }
            Collections.sort(drawn);
            String what = "seed " + seed + ", case " + i + ": " + formula + " under " + pcvs;
            assertEquals(cost.mean(), drawn.stream().mapToLong(Long::longValue).average().orElseThrow(), cost.mean() * 0.02, what);
            for (double share : new double[] {0.5, 0.9, 0.99}) {
                long low = drawn.get((int) ((share - 0.01) * drawn.size()));
                long high = drawn.get(Math.min(drawn.size() - 1, (int) ((share + 0.009) * drawn.size())));
                long quantile = cost.quantile(share);
                assertTrue(low <= quantile && quantile <= high, what + ": p" + share + " is " + quantile + ", drawn " + low + "…" + high);
            }
        }
    }
}
