package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedSnapshotTest {
    private static final int PAGE = 4096;
    private static final long START = 0x7000;

    /** Two pages and registers, all of which a test may change. */
    private static final class Still implements Snapshot {
        private final byte[] content = new byte[2 * PAGE];
        private final long[] generals = new long[16];
        private final byte[][] vectors = new byte[32][64];
        private long fsBase = 0x5000;
        private boolean secondPage = true;

        @Override
        public long general(int number) {
            return generals[number];
        }

        @Override
        public long instructionPointer() {
            return START;
        }

        @Override
        public long flags() {
            return 2;
        }

        @Override
        public int floatControl() {
            return 0x1f80;
        }

        @Override
        public long fsBase() {
            return fsBase;
        }

        @Override
        public long gsBase() {
            return 0;
        }

        @Override
        public byte[] vector(int number) {
            return vectors[number].clone();
        }

        @Override
        public List<Mapping> mappings() {
            return List.of();
        }

        @Override
        public byte[] page(long pageAddress) {
            if (pageAddress == START || pageAddress == START + PAGE && secondPage) {
                byte[] page = new byte[PAGE];
                System.arraycopy(content, (int) (pageAddress - START), page, 0, PAGE);
                return page;
            }
            return null;
        }
    }

    private final Still still = new Still();
    private final WatchedSnapshot watched = new WatchedSnapshot(still);

    @Test
    void bytesCountFromTheFirstThatIsUsedToTheLast() {
        watched.used(START + 63, 3);
        SnapshotParts parts = watched.parts();
        assertEquals(List.of(new SnapshotParts.Bytes(START + 63, "000000")), parts.bytes());
        still.content[62] = 1;
        still.content[66] = 1;
        assertEquals(Optional.empty(), parts.difference(still));
        for (int at = 63; at < 66; at++) {
            still.content[at] = 1;
            assertEquals(Optional.of("memory at 0x703f"), parts.difference(still));
            still.content[at] = 0;
        }
    }

    @Test
    void aRunOverTheEndOfAPage() {
        still.content[PAGE - 1] = (byte) 0xab;
        still.content[PAGE] = (byte) 0xcd;
        watched.used(START + PAGE - 1, 2);
        assertEquals(List.of(new SnapshotParts.Bytes(START + PAGE - 1, "ab"), new SnapshotParts.Bytes(START + PAGE, "cd")),
                watched.parts().bytes());
        SnapshotParts parts = watched.parts();
        still.secondPage = false;
        assertTrue(parts.difference(still).isPresent());
    }

    @Test
    void whetherAPageIsThereCounts() {
        watched.page(START + PAGE);
        watched.page(START + 2 * PAGE);
        SnapshotParts parts = watched.parts();
        assertEquals(Map.of(START + PAGE, true, START + 2 * PAGE, false), parts.pages());
        still.content[PAGE] = 1;
        assertEquals(Optional.empty(), parts.difference(still), "its content was not made use of");
        still.secondPage = false;
        assertEquals(Optional.of("the page at 0x8000"), parts.difference(still));
    }

    @Test
    void registersCountWhereTheyAreUsedAndVectorsByHalves() {
        watched.usedGeneral(3);
        watched.usedVector(5, Snapshot.Half.UPPER);
        watched.usedVector(6, Snapshot.Half.LOWER);
        SnapshotParts parts = watched.parts();
        still.generals[4] = 1;
        still.vectors[5][15] = 1;
        still.vectors[6][16] = 1;
        assertEquals(Optional.empty(), parts.difference(still));
        still.vectors[5][16] = 1;
        assertEquals(Optional.of("register y5"), parts.difference(still));
        still.vectors[5][16] = 0;
        still.vectors[6][0] = 1;
        assertEquals(Optional.of("register x6"), parts.difference(still));
        still.vectors[6][0] = 0;
        still.generals[3] = 1;
        assertEquals(Optional.of("register r3"), parts.difference(still));
        still.generals[3] = 0;
        still.fsBase++;
        assertEquals(Optional.of("register fs"), parts.difference(still));
    }
}
