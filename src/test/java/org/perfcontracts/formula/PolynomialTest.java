package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PolynomialTest {
    private static final String[] NAMES = {"a", "b.x", "c"};
    /** Also what is derived from them. */
    private static final String[] VARIABLES = {"a", "b.x", "c", "[a > 0]", "[b.x > 2]", "[c > 7]", "⌈(a - 1)/4⌉", "⌈3·c/64⌉"};

    @Test
    void isReadFromTheHighestDegreeDown() {
        Polynomial options = Polynomial.variable("options.other").times(79).plus(646);
        assertEquals("79·options.other + 646", options.toString());
        Polynomial a = Polynomial.variable("a");
        Polynomial b = Polynomial.variable("b");
        assertEquals("a² + 2·a·b + b²", a.plus(b).times(a.plus(b)).toString());
        assertEquals("-a + b - 3", b.minus(a).plus(-3).toString());
        assertEquals("0", a.minus(a).toString());
        assertEquals("-7", Polynomial.constant(-7).toString());
        assertEquals("-9223372036854775808", Polynomial.constant(Long.MIN_VALUE).toString());
    }

    @Test
    void tellsItsParts() {
        Polynomial p = Polynomial.variable("a").times(Polynomial.variable("b")).plus(Polynomial.variable("a").times(5)).plus(8);
        assertEquals(8, p.constant());
        assertEquals(5, p.coefficient("a"));
        assertEquals(0, p.coefficient("b"));
        assertEquals(Set.of("a", "b"), p.variables());
        assertFalse(p.isConstant());
        assertTrue(Polynomial.constant(8).isConstant());
    }

    @Test
    void arithmeticAgreesWithArithmeticOnValues() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Polynomial p = random(random);
            Polynomial q = random(random);
            Map<String, Long> at = values(random);
            long factor = random.nextInt(-9, 10);
            String what = "seed " + seed + ", case " + i + ": " + p + " and " + q + " at " + at;
            assertEquals(p.evaluate(at) + q.evaluate(at), p.plus(q).evaluate(at), what);
            assertEquals(p.evaluate(at) - q.evaluate(at), p.minus(q).evaluate(at), what);
            assertEquals(p.evaluate(at) * q.evaluate(at), p.times(q).evaluate(at), what);
            assertEquals(p.evaluate(at) * factor, p.times(factor).evaluate(at), what);
            assertEquals(Polynomial.ZERO, p.minus(p), what);
            assertEquals(p.times(q), q.times(p), what);
            assertEquals(p.times(q).hashCode(), q.times(p).hashCode(), what);
        }
    }

    @Test
    void dominationHoldsAtEveryValue() {
        long seed = 7;
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 5_000; i++) {
            Polynomial p = random(random);
            Polynomial q = random(random);
            Map<String, Pcv> ranges = ranges(random);
            if (!p.dominates(q, ranges)) {
                continue;
            }
            found++;
            for (int j = 0; j < 20; j++) {
                Map<String, Long> at = new HashMap<>();
                for (String name : NAMES) {
                    Pcv range = ranges.getOrDefault(name, Pcv.unbounded(name));
                    at.put(name, random.nextLong(range.low(), range.high().orElse(1_000) + 1));
                }
                assertTrue(p.evaluate(at) >= q.evaluate(at), "seed " + seed + ": " + p + " against " + q + " at " + at);
            }
        }
        assertTrue(found > 100, "only " + found + " cases of domination");
    }

    @Test
    void linearDominationIsDecided() {
        Polynomial x = Polynomial.variable("x");
        Polynomial ten = Polynomial.constant(10);
        assertFalse(ten.dominates(x, Map.of()));
        assertFalse(x.dominates(ten, Map.of()));
        assertTrue(ten.dominates(x, Map.of("x", new Pcv("x", "", 0, OptionalLong.of(10)))));
        assertFalse(ten.dominates(x, Map.of("x", new Pcv("x", "", 0, OptionalLong.of(11)))));
        assertTrue(x.dominates(ten, Map.of("x", new Pcv("x", "", 10, OptionalLong.empty()))));
        assertTrue(x.plus(1).dominates(x, Map.of()));
        assertTrue(x.dominates(x, Map.of()));
    }

    @Test
    void refusesWhatItCannotCompute() {
        Polynomial x = Polynomial.variable("x");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> x.evaluate(Map.of("y", 1L))).getMessage().contains("PCV x"));
        assertThrows(ArithmeticException.class, () -> Polynomial.constant(Long.MAX_VALUE).plus(1));
        assertThrows(ArithmeticException.class, () -> x.times(Long.MAX_VALUE).times(2));
        assertThrows(ArithmeticException.class, () -> x.times(x).evaluate(Map.of("x", 1L << 40)));
        assertThrows(IllegalArgumentException.class, () -> new Monomial(new TreeMap<>(Map.of("x", 0))));
        assertThrows(IllegalArgumentException.class, () -> new Pcv("x", "", 3, OptionalLong.of(2)));
        assertThrows(IllegalArgumentException.class, () -> new Pcv("x", "", -1, OptionalLong.empty()));
    }

    static Polynomial random(Random random) {
        Map<Monomial, Long> coefficients = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            TreeMap<String, Integer> exponents = new TreeMap<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                exponents.put(VARIABLES[random.nextInt(VARIABLES.length)], random.nextInt(1, 3));
            }
            coefficients.put(new Monomial(exponents), random.nextLong(-20, 40));
        }
        return Polynomial.of(coefficients);
    }

    private static Map<String, Long> values(Random random) {
        Map<String, Long> values = new HashMap<>();
        for (String name : NAMES) {
            values.put(name, random.nextLong(0, 50));
        }
        return values;
    }

    private static Map<String, Pcv> ranges(Random random) {
        Map<String, Pcv> ranges = new HashMap<>();
        for (String name : NAMES) {
            long low = random.nextInt(4);
            switch (random.nextInt(3)) {
                case 0 -> ranges.put(name, new Pcv(name, "", low, OptionalLong.empty()));
                case 1 -> ranges.put(name, new Pcv(name, "", low, OptionalLong.of(low + random.nextInt(10))));
                default -> {
                }
            }
        }
        return ranges;
    }
}
