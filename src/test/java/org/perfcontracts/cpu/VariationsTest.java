package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What comes together is one thing, and has a name that tells what it is. */
class VariationsTest {
    private static final int RUNS = 300;

    /** Each difference is made up of them: as many times of each as the instruction that counts it says. */
    @Test
    void theyMakeUpEachDifference() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            List<Map<Long, Long>> differences = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                Map<Long, Long> difference = new TreeMap<>();
                for (long address = 0; address < 8; address++) {
                    difference.put(address, (long) random.nextInt(7) - 3);
                }
                difference.values().removeIf(each -> each == 0);
                differences.add(difference);
            }
            Variations variations = new Variations();
            differences.forEach(variations::add);
            List<Variations.Variation> all = variations.all();
            for (Map<Long, Long> difference : differences) {
                Map<Long, Long> sum = new TreeMap<>();
                all.forEach(each -> each.times().forEach((address, times) -> sum.merge(address, times * difference.getOrDefault(each.address(), 0L), Long::sum)));
                sum.values().removeIf(each -> each == 0);
                assertEquals(difference, sum, "seed " + seed);
            }
            assertEquals(all.size(), all.stream().map(Variations.Variation::address).distinct().count(), "seed " + seed);
        }
    }

    @Test
    void whatAlwaysComesTogetherIsOne() {
        Variations variations = new Variations();
        variations.add(Map.of(1L, 1L, 2L, 32L, 3L, -1L));
        variations.add(Map.of(1L, 2L, 2L, 64L, 3L, -2L, 9L, 1L));
        variations.add(Map.of());
        List<Variations.Variation> all = variations.all();
        assertEquals(2, all.size());
        assertEquals(new Variations.Variation(1, Map.of(1L, 1L, 2L, 32L, 3L, -1L)), all.getFirst());
        assertEquals(32, all.getFirst().instructions());
        assertEquals(new Variations.Variation(9, Map.of(9L, 1L)), all.getLast());
    }

    /** One more of it costs more, where there is an instruction to count it by. */
    @Test
    void whatIsPassedInsteadCountsUpwards() {
        Variations variations = new Variations();
        variations.add(Map.of(1L, -1L, 5L, 1L, 6L, 1L));
        assertEquals(5, variations.all().getFirst().address());
        Variations other = new Variations();
        other.add(Map.of(1L, 1L, 2L, 1L, 5L, -1L));
        assertEquals(1, other.all().getFirst().address());
    }

    /** A number of passages is a whole number. */
    @Test
    void whatIsNoMultipleIsCountedByItself() {
        Variations variations = new Variations();
        variations.add(Map.of(1L, 2L, 2L, 4L, 3L, 3L));
        assertEquals(Set.of(new Variations.Variation(1, Map.of(1L, 1L, 2L, 2L)), new Variations.Variation(3, Map.of(3L, 1L))), Set.copyOf(variations.all()));
    }

    @Test
    void countsAreOfWhatIsNotLeftOut() {
        Counts counts = Counts.of(new long[] {7, 5, 7, 9, 5, 7}, Set.of(9L));
        Counts other = Counts.of(new long[] {5, 8}, Set.of());
        assertEquals(List.of(0L, 2L, 3L, 0L), LongStream.of(4, 5, 7, 9).mapToObj(counts::of).toList());
        assertEquals(Map.of(7L, 3L, 5L, 1L, 8L, -1L), counts.minus(other));
        assertEquals(5, counts.distance(other));
        assertEquals(5, other.distance(counts));
        assertEquals(counts, Counts.of(new long[] {7, 7, 7, 5, 5}, Set.of()));
        assertEquals(Map.of(), counts.minus(counts));
    }

    // ---- names

    private final Map<Variations.Variation, List<String>> events = new HashMap<>();
    private final Map<Variations.Variation, BitSet> passing = new HashMap<>();
    private final List<Variations.Variation> all = new ArrayList<>();

    private Variations.Variation variation(long address, List<String> does, int... polls) {
        Variations.Variation variation = new Variations.Variation(address, Map.of(address, 1L));
        all.add(variation);
        events.put(variation, does);
        BitSet numbers = new BitSet();
        for (int poll : polls) {
            numbers.set(poll);
        }
        passing.put(variation, numbers);
        return variation;
    }

    /** Buffers are freed in two ways, with something that is done for it in either case; where the pool is emptied buffers are put into the same cache. */
    @Test
    void whatIsDoneForAnEventIsCalledSo() {
        Variations.Variation free = variation(1, List.of(), 3, 5, 7, 9);
        Variations.Variation refill = variation(2, List.of("pool.refill", "tx.free"), 2);
        Variations.Variation one = variation(3, List.of("tx.free"), 3, 5);
        Variations.Variation other = variation(4, List.of("tx.free"), 7, 9);
        Variations.Variation loop = variation(5, List.of("tx.free"), 2);
        Variations.Variation wrap = variation(6, List.of(), 1, 8);
        Map<Variations.Variation, String> names = new EnvironmentNames(_ -> "send", events::get, passing::get).of(all, Set.of(), Map.of());
        assertEquals(Map.of(free, "tx.free", refill, "pool.refill", one, "tx.free.1", other, "tx.free.2", loop, "pool.refill.1", wrap, "send.1"), names);
    }

    @Test
    void namesAreDifferent() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            all.clear();
            for (int i = 0; i < 12; i++) {
                variation(i, List.of("a", "b", "c").stream().filter(_ -> random.nextInt(4) == 0).toList(), random.ints(1 + random.nextInt(3), 0, 6).toArray());
            }
            Map<Variations.Variation, String> names = new EnvironmentNames(_ -> "f", events::get, passing::get).of(all, Set.of(), Map.of());
            assertEquals(12, Set.copyOf(names.values()).size(), "seed " + seed);
            assertTrue(names.keySet().containsAll(all), "seed " + seed);
        }
    }
}
