package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a formula says once a PCV is above a number. */
class BracketTest {
    private static final Polynomial X = Polynomial.variable("x");
    private static final Polynomial SOME = Polynomial.bracket("x", 2);

    private static long at(Polynomial polynomial, long x) {
        return polynomial.evaluate(Map.of("x", x));
    }

    @Test
    void isOneAboveItsNumber() {
        assertEquals(List.of(0L, 0L, 1L, 1L), List.of(at(SOME, 0), at(SOME, 2), at(SOME, 3), at(SOME, 1000)));
        assertEquals(7 * 3 + 5 + 1, at(X.times(7).plus(SOME.times(5)).plus(1), 3));
    }

    @Test
    void standsBehindPlainPcvsAndSpeaksOfOne() {
        Polynomial sum = SOME.times(5).plus(X.times(7)).plus(1);
        assertEquals("7·x + 5·[x > 2] + 1", sum.toString());
        assertEquals(Set.of("x"), sum.variables());
        assertFalse(SOME.isConstant());
        assertEquals("7·flows.e + 5·[flows.e > 2] + 1", sum.renamed(_ -> "flows.e").toString());
    }

    @Test
    void isReadBack() {
        assertEquals(new Bracket("maps.c:5@401000", 12), Bracket.of("[maps.c:5@401000 > 12]"));
        assertEquals("flows.e", Derived.pcvOf("[flows.e > 0]"));
        assertEquals("flows.e", Derived.pcvOf("flows.e"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Bracket.of("[x]")).getMessage().contains("[x]"));
        assertThrows(IllegalArgumentException.class, () -> new Bracket("x", -1));
    }

    @Test
    void dominationKnowsItsEnds() {
        Map<String, Pcv> few = Map.of("x", new Pcv("x", "", 0, OptionalLong.of(2)));
        Map<String, Pcv> many = Map.of("x", new Pcv("x", "", 3, OptionalLong.empty()));
        assertTrue(Polynomial.constant(5).dominates(SOME.times(5), Map.of()));
        assertTrue(Polynomial.ZERO.dominates(SOME.times(5), few), "it is never above two");
        assertTrue(SOME.times(5).dominates(Polynomial.constant(5), many), "it is always above two");
        assertFalse(SOME.times(5).dominates(Polynomial.constant(5), Map.of()));
    }
}
