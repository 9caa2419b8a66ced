package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LinearBoundTest {
    private static final LinearBound BOUND = new LinearBound(Map.of("a", 4L, "b", 2L), 9);

    @Test
    void whatAllWeightsHaveInCommonIsDividedOut() {
        assertEquals("2·a + b ≤ 4", BOUND.reduced().toString());
        assertEquals(new LinearBound(Map.of("a", 1L), -2), new LinearBound(Map.of("a", 3L), -4).reduced());
    }

    @Test
    void valuesAreAdmittedUpToTheBound() {
        assertTrue(BOUND.admits(Map.of("a", 1L, "b", 2L)));
        assertFalse(BOUND.admits(Map.of("a", 1L, "b", 3L)));
        assertTrue(BOUND.admits(Map.of("a", 2L)));
        assertFalse(BOUND.admits(Map.of("a", Long.MAX_VALUE, "b", Long.MAX_VALUE)));
    }

    @Test
    void whatRangesSayIsNothingNew() {
        Pcv a = new Pcv("a", "", 0, OptionalLong.of(1));
        assertTrue(BOUND.follows(Map.of("a", a, "b", new Pcv("b", "", 0, OptionalLong.of(2)))));
        assertFalse(BOUND.follows(Map.of("a", a, "b", new Pcv("b", "", 0, OptionalLong.of(3)))));
        assertFalse(BOUND.follows(Map.of("a", a)));
        assertTrue(new LinearBound(Map.of("a", 1L, "b", -1L), 1).follows(Map.of("a", a)));
    }

    @Test
    void aSumOfNothingIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new LinearBound(Map.of(), 1));
        assertThrows(IllegalArgumentException.class, () -> new LinearBound(Map.of("a", 0L), 1));
    }
}
