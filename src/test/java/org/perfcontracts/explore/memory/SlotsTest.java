package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Region.Slots SLOTS = new Region.Slots(8, 16, 4);
    private static final Region.Chunk SECOND = new Region.Chunk(16, 4, List.of(Region.Field.Number.any("second", 32)), SLOTS);

    @Test
    void aChunkIsInEachSlot() {
        for (int place = 0; place < 100; place++) {
            boolean isThere = place >= 16 && place < 8 + 64 && (place - 16) % 16 < 4;
            assertEquals(isThere, SECOND.covers(place), "byte " + place);
            if (isThere) {
                assertEquals((place - 16) % 16, SECOND.skip(place));
                assertEquals(16 + (place - 16) % 16, SLOTS.inFirst(place));
            }
        }
    }

    @Test
    void aChunkByItselfIsThereOnce() {
        Region.Chunk alone = new Region.Chunk(4, 4, List.of());
        assertTrue(alone.covers(4) && alone.covers(7));
        assertFalse(alone.covers(3) || alone.covers(8));
    }

    @Test
    void whatIsSaidOfThem() {
        Region region = new Region("queues", 0x1000, 72, 2, List.of(
                new Region.Chunk(0, 8, List.of(new Region.Field.Number("byte0", 64, List.of(new Region.Range(0, 23))))),
                new Region.Chunk(8, 8, List.of(new Region.Field.Number("byte8", 64, List.of(new Region.Range(5, 5)))), SLOTS),
                new Region.Chunk(16, 8, List.of(Region.Field.Number.any("byte16", 64)), SLOTS)), Region.Kind.FOUND);
        assertEquals(List.of(SLOTS), region.arrays());
        assertEquals("each of its 2 elements of 72 bytes is taken to hold 0 to 23 in bytes 0 to 7, "
                + "5 in bytes 8 to 15 and every 16 bytes from there up to byte 71 and anything elsewhere, and packets keep it so", FoundWords.of(region));
    }
}
