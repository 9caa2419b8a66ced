package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

class ProfilerTest {
    private final Terms terms = new Terms();
    /** Functions of 0x100 bytes: main, f, g and what was split off from f. */
    private static final Map<Long, String> NAMES = new TreeMap<>(Map.of(0x100L, "main", 0x200L, "f", 0x300L, "g", 0x400L, "f.cold"));

    private final Profiler profiler = new Profiler(address -> "a.c:" + (address & 0xff),
            address -> new Profiler.Function(NAMES.get(address & ~0xffL), address & ~0xffL));

    /** A path over some addresses, of which each in the second list makes an access. */
    private Path path(int number, List<Long> addresses, List<Integer> accesses) {
        Trace trace = new Trace();
        for (int i = 0; i < addresses.size(); i++) {
            trace = trace.append(addresses.get(i), accesses.contains(i) ? List.of(new Trace.Access(i, terms.constant(64, 0), 8, false, null, null)) : List.of());
        }
        Polynomial cost = Polynomial.constant(addresses.size()).plus(-2).plus(Polynomial.variable("x"));
        return new Path(number, List.of(), new End.Returned(terms.constant(32, 0)), Map.of(Metric.INSTRUCTIONS, cost, Metric.MEMORY_ACCESSES, cost, Metric.CACHE_LINES, cost), Map.of(), Map.of(), EnumSet.allOf(Metric.class),
                List.of(), List.of(), Map.of("x", 2L), Set.of(), Witness.NONE, List.of(), List.of(), Map.of(), List.of(), List.of(), trace, List.of(), List.of());
    }

    private Optional<Profile> profile(Path... paths) {
        return profiler.of(List.of(paths), new Samples().exploration());
    }

    private static List<String> told(Profile profile) {
        return profile.shares().stream().map(share -> String.join(" ", share.stack()) + " " + share.line() + " " + share.cost(Metric.INSTRUCTIONS) + " " + share.cost(Metric.MEMORY_ACCESSES)).toList();
    }

    @Test
    void instructionsStandInTheFunctionsThatWereCalled() {
        Profile profile = profile(path(1, List.of(0x101L, 0x200L, 0x205L, 0x300L, 0x301L, 0x206L, 0x101L, 0x200L, 0x102L), List.of(1, 4))).orElseThrow();
        assertEquals(List.of("main a.c:1 2 0", "main f a.c:0 2 1", "main f a.c:5 1 0", "main f g a.c:0 1 0", "main f g a.c:1 1 1", "main f a.c:6 1 0", "main a.c:2 1 0"), told(profile));
        assertEquals(9, profile.total(Metric.INSTRUCTIONS));
        assertEquals(2, profile.total(Metric.MEMORY_ACCESSES));
        assertEquals(Map.of("x", 2L), profile.at());
        assertEquals(List.of("main", "f", "g"), List.copyOf(profile.byFunction().keySet()));
    }

    /** Into the middle of another function, and back into one that is on the stack. */
    @Test
    void aJumpIsNoCall() {
        Profile profile = profile(path(1, List.of(0x101L, 0x200L, 0x405L, 0x305L, 0x103L), List.of())).orElseThrow();
        assertEquals(List.of("main a.c:1 1 0", "main f a.c:0 1 0", "main f.cold a.c:5 1 0", "main g a.c:5 1 0", "main a.c:3 1 0"), told(profile));
    }

    /** Of a file without names there is one function, and calls within it are none. */
    @Test
    void functionsThatNobodyNamesAreOne() {
        Profiler nameless = new Profiler(address -> "x+" + address, address -> new Profiler.Function("x", Profiler.Function.UNKNOWN));
        Profile profile = nameless.of(List.of(path(1, List.of(0x100L, 0x200L, 0x101L, 0x300L), List.of())), new Samples().exploration()).orElseThrow();
        assertEquals(List.of("x x+256 1 0", "x x+512 1 0", "x x+257 1 0", "x x+768 1 0"), told(profile));
    }

    @Test
    void callsThatNeverReturnAreNotFollowedForEver() {
        Profiler deep = new Profiler(address -> "a.c:1", address -> new Profiler.Function("f" + address, address));
        List<Long> calls = LongStream.range(0, 1_000).boxed().toList();
        Profile profile = deep.of(List.of(path(1, calls, List.of())), new Samples().exploration()).orElseThrow();
        assertTrue(profile.shares().stream().allMatch(share -> share.stack().size() <= 100));
        assertEquals(1_000, profile.total(Metric.INSTRUCTIONS));
    }

    @Test
    void theDearestPathIsTold() {
        Path cheap = path(1, List.of(0x101L), List.of());
        Path dear = path(2, List.of(0x102L, 0x103L), List.of());
        assertEquals(2, profile(cheap, dear).orElseThrow().total(Metric.INSTRUCTIONS));
        assertTrue(profile().isEmpty());
    }
}
