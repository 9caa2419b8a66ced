package org.perfcontracts.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.formula.Metric;

class CauseTest {
    private static Profile.Share share(String function, String line, long instructions) {
        return new Profile.Share(List.of("main", function), line, Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, 1L));
    }

    private static Profile profile(Profile.Share... shares) {
        return new Profile(Map.of(), List.of(shares));
    }

    private static List<String> told(Cause cause) {
        return cause.lines().stream().map(line -> line.before().orElse("-") + " " + line.after().orElse("-") + " " + line.costs().get(Metric.INSTRUCTIONS).growth()).toList();
    }

    @Test
    void aFunctionThatIsTheSameIsNoCause() {
        Profile profile = profile(share("f", "a.c:1", 3), share("g", "a.c:9", 4));
        assertEquals(List.of(), Cause.of(profile, profile));
    }

    /** What is new moves all lines below it. */
    @Test
    void linesThatHaveMovedAreNotTold() {
        Profile before = profile(share("f", "a.c:1", 3), share("f", "a.c:2", 5), share("f", "a.c:3", 4), share("g", "a.c:9", 4));
        Profile after = profile(share("f", "a.c:1", 3), share("f", "a.c:2", 7), share("f", "a.c:3", 5), share("f", "a.c:4", 6), share("g", "a.c:10", 4));
        List<Cause> causes = Cause.of(before, after);
        assertEquals(List.of("f"), causes.stream().map(Cause::function).toList());
        assertEquals(List.of("- a.c:2 7", "a.c:3 a.c:4 2"), told(causes.getFirst()));
    }

    @Test
    void theFunctionThatGrewTheMostComesFirst() {
        Profile before = profile(share("f", "a.c:1", 3), share("g", "a.c:5", 10));
        Profile after = profile(share("f", "a.c:1", 4), share("h", "a.c:7", 9));
        assertEquals(List.of("g -10", "h 9", "f 1"),
                Cause.of(before, after).stream().map(cause -> cause.function() + " " + cause.costs().get(Metric.INSTRUCTIONS).growth()).toList());
    }

    /** Lines add up to what their function has grown by, whatever has moved. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void linesAddUp(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Profile before = someProfile(random);
            Profile after = someProfile(random);
            for (Cause cause : Cause.of(before, after)) {
                for (Metric metric : Metric.sums()) {
                    assertEquals(cause.costs().get(metric).growth(), cause.lines().stream().mapToLong(line -> line.costs().get(metric).growth()).sum(), () -> "seed " + seed);
                }
            }
        }
    }

    private static Profile someProfile(Random random) {
        List<Profile.Share> shares = new ArrayList<>();
        int line = 0;
        for (int i = random.nextInt(12); i > 0; i--) {
            line += 1 + random.nextInt(3);
            shares.add(share("f" + random.nextInt(2), "a.c:" + line, random.nextInt(4)));
        }
        return new Profile(Map.of(), shares);
    }
}
