package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.SnapshotParts;
import org.perfcontracts.image.WatchedSnapshot;

class MemoryTest {
    private static final long START = HandMadeCode.START;
    private static final int BYTES = 8192;

    private final Terms terms = new Terms();
    private final Memory memory = new Memory(terms, HandMadeCode.of("11 22 33 44 55 66 77 88 99"));
    private final Symbol x = terms.symbol("x", 32);

    private Constant c(int width, long value) {
        return terms.constant(width, value);
    }

    @Test
    void beneathIsTheSnapshot() {
        assertSame(c(64, 0x8877665544332211L), memory.load(START, 8));
        assertSame(c(16, 0x3322), memory.load(START + 1, 2));
        assertSame(c(8, 0), memory.loadByte(START + 100));
    }

    @Test
    void whatIsMapped() {
        assertTrue(memory.isMapped(START, BYTES));
        assertTrue(memory.isMapped(START + 4090, 32), "from one page to the next");
        assertFalse(memory.isMapped(START - 1, 2));
        assertFalse(memory.isMapped(START + BYTES - 1, 2));
    }

    @Test
    void termsAreTakenApartAndPutTogether() {
        memory.store(START + 254, x);
        assertSame(x, memory.load(START + 254, 4), "across blocks");
        assertSame(terms.extract(x, 23, 8), memory.load(START + 255, 2));
        assertSame(terms.concat(new Term[] {terms.extract(x, 15, 0), c(16, 0)}), memory.load(START + 252, 4));
        memory.store(START + 255, c(8, 7));
        assertSame(c(8, 7), memory.loadByte(START + 255));
        assertSame(terms.extract(x, 7, 0), memory.loadByte(START + 254));
    }

    @Test
    void aForkAndItsOriginalGoTheirOwnWays() {
        memory.store(START, x);
        Memory fork = memory.fork();
        fork.store(START, c(32, 1));
        memory.store(START + 4, c(32, 2));
        assertSame(x, memory.load(START, 4));
        assertSame(c(32, 1), fork.load(START, 4));
        assertSame(c(32, 0x88776655), fork.load(START + 4, 4));
    }

    @Test
    void differencesAreBytesThatDiffer() {
        Memory fork = memory.fork();
        assertEquals(Set.of(), fork.differences(memory));
        fork.store(START + 1, c(8, 0x22));
        assertEquals(Set.of(), fork.differences(memory), "the same value again");
        fork.store(START + 255, c(16, 0x100));
        fork.store(START + 300, x);
        assertEquals(Set.of(START + 256, START + 300, START + 301, START + 302, START + 303), fork.differences(memory));
        Memory later = fork.fork();
        later.store(START + 256, c(8, 0));
        assertEquals(Set.of(START + 256), later.differences(fork));
    }

    @Test
    void manyForksAgainstPlainBytes() {
        long seed = 4711;
        Random random = new Random(seed);
        Memory[] memories = {memory, memory.fork(), memory.fork()};
        byte[][] plain = new byte[3][];
        for (int i = 0; i < 3; i++) {
            plain[i] = HandMadeCode.of("11 22 33 44 55 66 77 88 99").first().clone();
        }
        for (int step = 0; step < 2000; step++) {
            String what = "seed " + seed + ", step " + step;
            int which = random.nextInt(3);
            int at = random.nextInt(1000);
            int bytes = 1 << random.nextInt(4);
            if (random.nextInt(20) == 0) {
                int from = random.nextInt(3);
                memories[which] = from == which ? memories[which] : memories[from].fork();
                plain[which] = plain[from].clone();
            } else if (random.nextBoolean()) {
                long value = random.nextLong();
                memories[which].store(START + at, c(8 * bytes, value));
                for (int i = 0; i < bytes; i++) {
                    plain[which][at + i] = (byte) (value >>> 8 * i);
                }
            }
            long expected = 0;
            for (int i = bytes - 1; i >= 0; i--) {
                expected = expected << 8 | plain[which][at + i] & 0xff;
            }
            assertSame(c(8 * bytes, expected), memories[which].load(START + at, bytes), what);
        }
        TreeSet<Long> different = new TreeSet<>();
        for (int i = 0; i < 1100; i++) {
            if (plain[0][i] != plain[1][i]) {
                different.add(START + i);
            }
        }
        // Blocks that only the other has are its own; both directions together are all.
        TreeSet<Long> found = memories[0].differences(memories[1]);
        found.addAll(memories[1].differences(memories[0]));
        assertEquals(different, found, "seed " + seed);
    }

    /** What was written is no part of the snapshot, nor is what lies beside it. */
    @Test
    void bytesOfTheSnapshotThatAreUsed() {
        WatchedSnapshot watched = new WatchedSnapshot(HandMadeCode.of("11 22 33 44 55 66 77 88 99"));
        Memory seen = new Memory(terms, watched);
        seen.store(START + 2, c(8, 7));
        Memory fork = seen.fork();
        fork.store(START + 4, x);
        assertEquals(Set.of(START + 4, START + 5, START + 6, START + 7), fork.differences(seen));
        assertEquals(List.of(new SnapshotParts.Bytes(START + 4, "55667788")), watched.parts().bytes(), "a comparison reads what one side has written");
        fork.load(START + 2, 6);
        assertEquals(1, watched.parts().bytes().getFirst().content().length() / 8, "the same four");
        fork.load(START, 4);
        assertEquals(List.of("1122", "4455667788"), watched.parts().bytes().stream().map(SnapshotParts.Bytes::content).toList());
    }
}
