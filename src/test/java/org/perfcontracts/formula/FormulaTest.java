package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormulaTest {
    private static final Polynomial X = Polynomial.variable("x");

    @Test
    void keepsOnlyWhatIsNotDominated() {
        Formula union = Formula.max(
                List.of(
                        Formula.exactly(X.times(3).plus(5)),
                        Formula.exactly(X.times(3).plus(4)),
                        Formula.exactly(Polynomial.constant(20)),
                        Formula.exactly(Polynomial.constant(2))),
                Map.of());
        assertEquals("max(20, 3·x + 5)", union.toString());
        assertFalse(union.exact());
        assertEquals(Set.of("x"), union.variables());
        assertEquals(20, union.evaluate(Map.of("x", 5L)));
        assertEquals(23, union.evaluate(Map.of("x", 6L)));
    }

    @Test
    void usesTheRanges() {
        Map<String, Pcv> ranges = Map.of("x", new Pcv("x", "", 0, OptionalLong.of(5)));
        Formula union = Formula.max(List.of(Formula.exactly(X.times(3).plus(5)), Formula.exactly(Polynomial.constant(20))), ranges);
        assertEquals("20", union.toString());
        assertFalse(union.exact(), "the paths differ, so the class has no one cost");
    }

    @Test
    void isExactWhereAllAreAndAgree() {
        Formula formula = Formula.exactly(X.plus(1));
        assertTrue(Formula.max(List.of(formula, formula), Map.of()).exact());
        assertFalse(Formula.max(List.of(formula, Formula.atMost(X.plus(1))), Map.of()).exact());
        assertFalse(Formula.max(List.of(formula, Formula.exactly(X)), Map.of()).exact());
    }

    @Test
    void needsAnAlternative() {
        assertThrows(IllegalArgumentException.class, () -> new Formula(List.of(), true));
    }

    @Test
    void fewerAlternativesAreNowhereBelow() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            List<Formula> formulas = new ArrayList<>();
            for (int j = random.nextInt(2, 6); j > 0; j--) {
                formulas.add(Formula.exactly(PolynomialTest.random(random)));
            }
            Formula all = Formula.max(formulas, Map.of());
            Formula one = all.withAtMost(1);
            assertEquals(1, one.alternatives().size());
            for (int j = 0; j < 20; j++) {
                Map<String, Long> at = new HashMap<>();
                List.of("a", "b.x", "c").forEach(name -> at.put(name, random.nextLong(0, 12)));
                assertTrue(one.evaluate(at) >= all.evaluate(at), "seed " + seed + ": " + one + " for " + all + " at " + at);
            }
        }
        assertEquals("3·x + [x > 0] + 9", new Formula(List.of(X.times(3).plus(Polynomial.bracket("x", 2)), Polynomial.bracket("x", 0).plus(9)), false)
                .withAtMost(1).toString());
    }

    @Test
    void maximumIsTheGreatestOfAllWhateverTheOrder() {
        long seed = 99;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            List<Formula> formulas = new ArrayList<>();
            for (int j = random.nextInt(1, 6); j > 0; j--) {
                formulas.add(Formula.exactly(PolynomialTest.random(random)));
            }
            Formula union = Formula.max(formulas, Map.of());
            assertEquals(union, Formula.max(formulas.reversed(), Map.of()), "seed " + seed + ": " + formulas);
            Map<String, Long> at = new HashMap<>();
            List.of("a", "b.x", "c").forEach(name -> at.put(name, random.nextLong(0, 30)));
            long expected = formulas.stream().mapToLong(formula -> formula.evaluate(at)).max().getAsLong();
            assertEquals(expected, union.evaluate(at), "seed " + seed + ": " + formulas + " at " + at);
        }
    }
}
