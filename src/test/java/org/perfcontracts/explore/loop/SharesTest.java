package org.perfcontracts.explore.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.perfcontracts.formula.LinearBound;

class SharesTest {
    private static Optional<String> bound(List<String> points, Map<List<Long>, Long> steps, long room) {
        return Shares.of(points, steps).flatMap(shares -> shares.bound(room)).map(LinearBound::toString);
    }

    @Test
    void eachPointWeighsTheStepOfItsWay() {
        assertEquals(Optional.of("nop + 2·other ≤ 40"), bound(List.of("nop", "other"), Map.of(List.of(1L, 0L), 1L, List.of(0L, 1L), 2L), 40));
    }

    @Test
    void aWayThatPassesNothingTakesOnlyRoom() {
        assertEquals(Optional.of("nop + 2·other ≤ 40"), bound(List.of("nop", "other"), Map.of(List.of(1L, 0L), 1L, List.of(0L, 1L), 2L, List.of(0L, 0L), 3L), 40));
    }

    /** The iteration is passed by each way, so what a way passes besides has the rest of its step, which may be negative. */
    @Test
    void whatWaysPassBesidesHasTheRestOfTheirSteps() {
        assertEquals(Optional.of("4·iteration - 3·odd ≤ 20"), bound(List.of("iteration", "odd"), Map.of(List.of(1L, 0L), 4L, List.of(1L, 1L), 1L), 20));
    }

    @Test
    void severalPassagesShareAStep() {
        assertEquals(Optional.of("2·a + 3·b ≤ 42"), bound(List.of("a", "b"), Map.of(List.of(3L, 0L), 2L, List.of(0L, 1L), 1L), 14));
    }

    /** The way that passes both moves by 3, so that each can weigh 3/2. */
    @Test
    void partsAreEqualWhereNoWeightsAreExact() {
        assertEquals(Optional.of("a + b ≤ 26"), bound(List.of("a", "b"), Map.of(List.of(1L, 0L), 2L, List.of(0L, 1L), 2L, List.of(1L, 1L), 3L), 40));
    }

    @Test
    void onePointSharesNothing() {
        assertEquals(Optional.empty(), bound(List.of("a"), Map.of(List.of(1L), 2L), 40));
    }
}
