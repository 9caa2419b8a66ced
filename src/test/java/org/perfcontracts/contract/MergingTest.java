package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

class MergingTest {
    private static final List<String> VARIABLES = List.of("a", "b", "c");

    /** At values anywhere in the ranges: never below a member, and no farther above it than the resolution says. */
    @Test
    void aBoundIsNeitherBelowAMemberNorFarAboveIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Map<String, Pcv> ranges = ranges(random);
            Resolution resolution = new Resolution(random.nextInt(60), random.nextInt(40));
            List<Merging.Costed> groups = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                groups.add(new Merging.Costed(new Grouping.Group(Optional.empty(), Optional.of("returns " + random.nextInt(2)), List.of()), formulas(random)));
            }
            List<Merging.Bundle> bundles = new Merging(resolution, ranges).of(groups);
            assertEquals(groups.size(), bundles.stream().mapToInt(bundle -> bundle.members().size()).sum());
            for (Merging.Bundle bundle : bundles) {
                assertEquals(1, bundle.members().stream().map(member -> member.group().outcome()).distinct().count());
                for (int point = 0; point < 20; point++) {
                    check(bundle, values(ranges, random), resolution, "seed " + seed);
                }
            }
        }
    }

    private static void check(Merging.Bundle bundle, Map<String, Long> values, Resolution resolution, String seed) {
        for (Metric metric : Metric.values()) {
            long bound = bundle.formulas().get(metric).evaluate(values);
            for (Merging.Costed member : bundle.members()) {
                long cost = member.formulas().get(metric).evaluate(values);
                assertTrue(bound >= cost, () -> seed + ": " + bundle + " at " + values);
                assertTrue(bundle.members().size() == 1 || !metric.isSum() || bound - cost < Math.max(resolution.units(), 1) || 100 * bound <= (100 + resolution.percent()) * cost,
                        () -> seed + ": " + bundle + " at " + values + " of " + resolution);
                assertTrue(!bundle.formulas().get(metric).exact() || bound == cost, () -> seed + ": " + bundle + " at " + values);
            }
        }
    }

    @Test
    void nothingIsMergedAtTheFinestResolution() {
        Random random = new Random(1);
        List<Merging.Costed> groups = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            groups.add(new Merging.Costed(new Grouping.Group(Optional.empty(), Optional.empty(), List.of()), formulas(random)));
        }
        assertEquals(20, new Merging(Resolution.FINEST, ranges(random)).of(groups).size());
    }

    @Test
    void coefficientsAreChosenOneByOne() {
        Polynomial first = Polynomial.variable("a").times(3).plus(10);
        Polynomial second = Polynomial.variable("b").times(-2).plus(7);
        assertEquals("3·a + 10", Merging.coefficientwise(List.of(first, second), Math::max).toString());
        assertEquals("-2·b + 7", Merging.coefficientwise(List.of(first, second), Math::min).toString());
    }

    private static Map<String, Pcv> ranges(Random random) {
        Map<String, Pcv> ranges = new HashMap<>();
        for (String name : VARIABLES) {
            long low = random.nextInt(3);
            ranges.put(name, new Pcv(name, "", low, random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(low + random.nextInt(50))));
        }
        return ranges;
    }

    private static Map<String, Long> values(Map<String, Pcv> ranges, Random random) {
        Map<String, Long> values = new HashMap<>();
        ranges.forEach((name, pcv) -> values.put(name, pcv.low() + random.nextInt((int) (pcv.high().orElse(pcv.low() + 1000) - pcv.low() + 1))));
        return values;
    }

    private static Map<Metric, Formula> formulas(Random random) {
        Map<Metric, Formula> formulas = new HashMap<>();
        for (Metric metric : Metric.values()) {
            List<Polynomial> alternatives = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(2); i++) {
                Map<Monomial, Long> coefficients = new HashMap<>(Map.of(Monomial.ONE, 20L + random.nextInt(30)));
                VARIABLES.forEach(name -> coefficients.put(Monomial.of(name), (long) random.nextInt(4) - (random.nextInt(10) == 0 ? 3 : 0)));
                alternatives.add(Polynomial.of(coefficients));
            }
            formulas.put(metric, new Formula(alternatives, alternatives.size() == 1 && random.nextBoolean()));
        }
        return formulas;
    }
}
