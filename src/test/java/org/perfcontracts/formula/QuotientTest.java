package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** PCVs that are divided and rounded up. */
class QuotientTest {
    private static long at(Polynomial polynomial, long x) {
        return polynomial.evaluate(Map.of("x", x));
    }

    @Test
    void isRoundedUpAndNeverNegative() {
        Polynomial lines = Polynomial.quotient("x", 8, 8, 64);
        assertEquals(List.of(0L, 0L, 1L, 1L, 2L), List.of(at(lines, 0), at(lines, 1), at(lines, 2), at(lines, 9), at(lines, 10)));
    }

    /** In the end a quotient grows by its parts, a bracket no more; what is multiplied by another PCV by no number. */
    @Test
    void growsByItsPart() {
        assertEquals(OptionalDouble.of(0.125), Monomial.of(new Quotient("x", 8, 3, 64).toString()).rate("x"));
        assertEquals(OptionalDouble.of(0), Monomial.of(new Bracket("x", 2).toString()).rate("x"));
        assertEquals(OptionalDouble.of(1), Monomial.of("x").rate("x"));
        assertEquals(OptionalDouble.of(0), Monomial.of("x").rate("y"));
        assertEquals(OptionalDouble.of(0), Monomial.ONE.rate("y"));
        assertEquals(OptionalDouble.empty(), Monomial.of("x").times(Monomial.of("y")).rate("x"));
    }

    @Test
    void isReducedAndReadBack() {
        assertEquals("⌈(x - 1)/8⌉ + 2", Polynomial.quotient("x", 8, 8, 64).plus(2).toString());
        assertEquals("⌈3·a.c:5@401000/16⌉", new Quotient("a.c:5@401000", 12, 0, 64).toString());
        for (Quotient each : List.of(new Quotient("x", 1, 0, 64), new Quotient("x", 3, 5, 64), new Quotient("a.c:5@401000", 12, 0, 64), new Quotient("f.e", 8, 8, 64))) {
            assertEquals(each, Quotient.of(each.toString()));
            assertEquals(each, Derived.of(each.toString()));
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Quotient.of("⌈x⌉")).getMessage().contains("⌈x⌉"));
        assertThrows(IllegalArgumentException.class, () -> new Quotient("x", 1, 0, 0));
    }

    @Test
    void dependsOnItsPcv() {
        Polynomial lines = Polynomial.quotient("x", 1, 0, 64);
        assertEquals(Set.of("x"), lines.variables());
        assertEquals("⌈y/64⌉", lines.renamed(_ -> "y").toString());
        assertTrue(Polynomial.constant(2).dominates(lines, Map.of("x", new Pcv("x", "", 0, OptionalLong.of(128)))));
        assertFalse(Polynomial.constant(2).dominates(lines, Map.of("x", new Pcv("x", "", 0, OptionalLong.of(129)))));
        assertFalse(Polynomial.constant(2).dominates(lines, Map.of()));
    }
}
