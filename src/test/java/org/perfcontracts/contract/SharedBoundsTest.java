package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

class SharedBoundsTest {
    private static final Map<String, Long> SUM = Map.of("nop", 1L, "other", 2L);
    private static final Map<String, Pcv> RANGES = Map.of("nop", new Pcv("nop", "", 0, OptionalLong.of(40)), "other", new Pcv("other", "", 0, OptionalLong.of(20)));

    private static List<String> told(Samples samples, Set<String> pcvs) {
        return SharedBounds.of(samples.exploration().paths(), pcvs, RANGES).stream().map(LinearBound::toString).toList();
    }

    private static Samples path(Samples samples) {
        return samples.path("", Polynomial.variable("nop").plus(Polynomial.variable("other")));
    }

    @Test
    void whatHoldsOnEachPathHoldsInTheClass() {
        Samples samples = path(path(new Samples().bound(SUM, 36)).bound(SUM, 40).bound(Map.of("nop", 1L), 12));
        assertEquals(List.of("nop + 2·other ≤ 40"), told(samples, Set.of("nop", "other")));
    }

    @Test
    void whatIsNotInTheFormulasIsLeftOut() {
        assertEquals(List.of("nop ≤ 30"), told(path(new Samples().bound(SUM, 30)), Set.of("nop")));
        assertEquals(List.of(), told(path(new Samples().bound(Map.of("nop", 1L, "end", -1L), 30)), Set.of("nop")));
    }

    @Test
    void whatFollowsFromRangesOrFromASumIsNotSaid() {
        assertEquals(List.of(), told(path(new Samples().bound(SUM, 80).bound(Map.of("nop", 1L), 41)), Set.of("nop", "other")));
        assertEquals(List.of("nop + 2·other ≤ 39", "other ≤ 7"),
                told(path(new Samples().bound(SUM, 39).bound(Map.of("nop", 1L), 39).bound(Map.of("other", 1L), 7)), Set.of("nop", "other")));
    }

    @Test
    void nothingIsKnownOfWhatWasNotFollowedToItsEnd() {
        Samples samples = new Samples().bound(SUM, 36).path("", Polynomial.constant(20), new End.Stopped(End.Kind.BUDGET, "no time", 0));
        assertEquals(List.of(), told(samples, Set.of("nop", "other")));
    }
}
