package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;

class RangesTest {
    private static List<Region.Range> of(long... values) {
        List<Region.Range> ranges = List.of(new Region.Range(values[0], values[0]));
        for (long value : values) {
            ranges = Ranges.with(ranges, new Region.Range(value, value), Long.SIZE, Neighbours.UNKNOWN);
        }
        return ranges;
    }

    @Test
    void whatSaysThatThereIsNoneStandsApart() {
        assertEquals(List.of(new Region.Range(0, 7), new Region.Range(0xffff_ffffL, 0xffff_ffffL)), of(0xffff_ffffL, 0, 3, 7));
    }

    @Test
    void theFewerBitsTheNearer() {
        List<Region.Range> indices = List.of(new Region.Range(255, 255));
        for (long value : new long[] {31, 0, 17}) {
            indices = Ranges.with(indices, new Region.Range(value, value), 8, Neighbours.UNKNOWN);
        }
        assertTrue(indices.size() > 1 && indices.getLast().equals(new Region.Range(255, 255)), indices::toString);
        assertEquals(List.of(new Region.Range(0, 1)), Ranges.with(List.of(new Region.Range(0, 0)), new Region.Range(1, 1), 1, Neighbours.UNKNOWN));
    }

    @Test
    void functionsStandByThemselves() {
        List<Region.Range> ranges = List.of(new Region.Range(0, 0));
        for (long value : new long[] {0x1170, 0x1160, 0x11d0, 1, 0x1180, 0x1200, 0x1160}) {
            ranges = Ranges.with(ranges, new Region.Range(value, value), Long.SIZE, neighbours(each -> each >= 0x1000, (_, _) -> false));
        }
        assertEquals(List.of(new Region.Range(0, 1), new Region.Range(0x1160, 0x1160), new Region.Range(0x1170, 0x1170), new Region.Range(0x1180, 0x1180),
                new Region.Range(0x11d0, 0x11d0), new Region.Range(0x1200, 0x1200)), ranges);
    }

    @Test
    void placesInAnArrayKeepTheirDistance() {
        long pool = 0x5555_0000L;
        assertEquals(List.of(new Region.Range(0, 0), new Region.Range(pool, pool + 64 * 100, 64)), of(0, pool, pool + 64 * 100, pool + 64 * 3));
    }

    /** However near to each other: of a pointer that leads to the head of a list or to one of its nodes, none leads to what is between. */
    @Test
    void placesInDifferentObjectsStandApart() {
        long head = 0x5555_0000L;
        long pool = head + 32;
        Neighbours objects = neighbours(_ -> false, (a, b) -> a < pool != b < pool);
        List<Region.Range> ranges = List.of(new Region.Range(head, head));
        for (long value : new long[] {pool, pool + 24 * 7, pool + 24, 0, head}) {
            ranges = Ranges.with(ranges, new Region.Range(value, value), Long.SIZE, objects);
        }
        assertEquals(List.of(new Region.Range(0, 0), new Region.Range(head, head), new Region.Range(pool, pool + 24 * 7, 24)), ranges);
    }

    private static Neighbours neighbours(LongPredicate isAlone, BiPredicate<Long, Long> isApart) {
        return new Neighbours() {
            @Override
            public boolean isAlone(long number) {
                return isAlone.test(number);
            }

            @Override
            public boolean isApart(long a, long b) {
                return isApart.test(a, b);
            }
        };
    }

    @Test
    void everythingTakenInIsInside() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Region.Range> taken = new ArrayList<>();
            List<Region.Range> ranges = List.of(new Region.Range(5, 5));
            for (int i = 0; i < 12; i++) {
                long low = random.nextBoolean() ? random.nextInt(100_000) : random.nextLong();
                long step = 1 + random.nextInt(64);
                long high = low + step * random.nextInt(1000);
                if (Long.compareUnsigned(low, high) <= 0) {
                    taken.add(new Region.Range(low, high, step));
                    ranges = Ranges.with(ranges, taken.getLast(), Long.SIZE, Neighbours.UNKNOWN);
                }
            }
            List<Region.Range> all = ranges;
            for (Region.Range range : taken) {
                for (long value : new long[] {range.low(), range.high(), range.low() + range.step() * (range.last() / 2)}) {
                    assertTrue(all.stream().anyMatch(each -> each.contains(value)), () -> "seed " + seed + ": " + Long.toUnsignedString(value) + " is not in " + all);
                }
            }
            assertTrue(all.size() <= 4, () -> "seed " + seed + ": " + all);
        }
    }

    @Test
    void whatMemoryHolds() {
        HandMadeCode code = HandMadeCode.of("01 00 ff ff 02 00 ff ff 09 00 ff ff");
        assertEquals(List.of(new Region.Range(1, 9)), Ranges.held(code, HandMadeCode.START, 4, 3, 0, 2));
        assertEquals(List.of(new Region.Range(0xffff, 0xffff)), Ranges.held(code, HandMadeCode.START, 4, 3, 2, 2));
    }
}
