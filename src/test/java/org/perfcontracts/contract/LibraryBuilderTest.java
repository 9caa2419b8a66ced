package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** Operations by what they work on and by how they end. */
class LibraryBuilderTest {
    private static final Contract.Subject SUBJECT =
            new Contract.Subject("t", "nf", "nf_process", "", "x86-64-v2", Optional.empty(), "bolt");

    private static DeclaredOperation operation(String name, Object... outcomes) {
        Map<Long, String> names = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.length; i += 2) {
            names.put((Long) outcomes[i], (String) outcomes[i + 1]);
        }
        return new DeclaredOperation(name, name + "s", names.isEmpty() ? 0 : 32, names);
    }

    private static final LibraryDescription LIBRARY = new LibraryDescription(
            List.of(operation("get", 1L, "hit", 0L, "miss"), operation("put"), operation("idle")), Map.of("map.t", "entries looked at"));

    private static final Set<Metric> ALL = EnumSet.allOf(Metric.class);

    private static Call call(String function, List<String> regions, List<Long> returned, long cost) {
        return new Call(function, regions, returned, cost(Polynomial.constant(cost)), ALL, Map.of(), Set.of(), Map.of());
    }

    private static Map<Metric, Polynomial> cost(Polynomial polynomial) {
        return Map.of(Metric.INSTRUCTIONS, polynomial, Metric.MEMORY_ACCESSES, polynomial, Metric.CACHE_LINES, polynomial);
    }

    private static LibraryContract build(Call... calls) {
        Exploration some = new Samples().firewall().exploration();
        Exploration exploration = new Exploration(some.terms(), some.paths(), List.of(), Map.of(), true, List.of(), List.of(),
                some.inputs(), List.of(calls), 1, 1);
        return new LibraryBuilder(LIBRARY, exploration).build(SUBJECT, List.of());
    }

    private static List<String> rows(LibraryContract library) {
        return library.operations().stream().flatMap(operation -> operation.outcomes().stream()
                .map(outcome -> operation.title() + ", " + outcome.name() + ": " + outcome.formulas().get(Metric.INSTRUCTIONS)
                        + (outcome.exact() ? "" : " at most") + ", " + outcome.ways())).toList();
    }

    @Test
    void outcomesHaveTheOrderOfTheFileAndUnnamedOnesTheirValue() {
        assertEquals(List.of("get on a.x, hit: 9, 1", "get on a.x, miss: 7, 1", "get on a.x, returns 5: 4, 1", "get on a.x, any: 2, 1"),
                rows(build(call("get", List.of("a.x"), List.of(5L), 4), call("get", List.of("a.x"), List.of(0L), 7),
                        call("get", List.of("a.x"), List.of(1L), 9), call("get", List.of("a.x"), List.of(), 2))));
    }

    @Test
    void aCallThatMayEndInTwoWaysCountsForBoth() {
        assertEquals(List.of("get on a.x, hit: 9 at most, 2", "get on a.x, miss: 7, 1"),
                rows(build(call("get", List.of("a.x"), List.of(0L, 1L), 7), call("get", List.of("a.x"), List.of(1L), 9))));
    }

    @Test
    void whatTouchesOneRegionIsToldByIt() {
        assertEquals(List.of("put on a.x, any: 1, 1", "put on a.y, any: 2, 1"),
                rows(build(call("put", List.of("a.y"), List.of(), 2), call("put", List.of("a.x"), List.of(), 1))));
    }

    @Test
    void whatTouchesSeveralIsToldByTheInstance() {
        assertEquals(List.of("put, any: 5, 1", "put on a, any: 2 at most, 2", "put on b, any: 3, 1"),
                rows(build(call("put", List.of("a.y", "b.x"), List.of(), 2), call("put", List.of("a.x"), List.of(), 1),
                        call("put", List.of("b.x"), List.of(), 3), call("put", List.of(), List.of(), 5))));
    }

    @Test
    void whatIsNotCalledIsNamed() {
        assertEquals(List.of("put", "idle"), build(call("get", List.of(), List.of(0L), 1)).notCalled());
    }

    @Test
    void pcvsHaveTheRangeOfACallAndTheLibrarysMeaning() {
        Call looping = new Call("put", List.of("a.x"), List.of(), cost(Polynomial.variable("a.t").times(3).plus(2)), ALL,
                Map.of("a.t", 1L), Set.of("a.t"), Map.of("a.t", 40L));
        Call unrolled = new Call("put", List.of("a.x"), List.of(), cost(Polynomial.constant(8)), ALL, Map.of("a.t", 2L), Set.of(), Map.of());
        LibraryContract library = build(looping, unrolled);
        assertEquals(List.of("put on a.x, any: 3·a.t + 2, 2"), rows(library));
        assertEquals(List.of(new Pcv("a.t", "entries looked at", 0, OptionalLong.of(40))), library.pcvs());
        Call endless = new Call("put", List.of("a.x"), List.of(), looping.cost(), ALL, Map.of(), Set.of("a.t"), Map.of());
        assertTrue(build(looping, endless).pcvs().getFirst().high().isEmpty());
    }
}
