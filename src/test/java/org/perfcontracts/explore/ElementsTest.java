package org.perfcontracts.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.memory.Nesting;
import org.perfcontracts.explore.memory.Region;

/** Arrays of {@code struct { uint16_t length; void *slots[32]; }}, and of others like it. */
class ElementsTest {
    private static final long FROM = 0x5000;
    private static final Elements.Use LENGTH = new Elements.Use(FROM + 264, 2, 264, List.of());

    private static Elements.Use slot(int offset, int before, int after) {
        return new Elements.Use(FROM + offset, 8, 8, List.of(new Nesting.Level(264, 8, before, after)));
    }

    @Test
    void anArrayInAnElementGoesOnToTheNextField() {
        Elements elements = Elements.nested(List.of(LENGTH, slot(24, 16, 8)), FROM, 2).orElseThrow();
        assertEquals(264, elements.size());
        Region.Slots slots = new Region.Slots(8, 8, 32);
        assertEquals(List.of(new Elements.Bytes(0, 2, new Region.Slots(0, 2, 1)), new Elements.Bytes(2, 6, new Region.Slots(2, 6, 1)),
                new Elements.Bytes(8, 8, slots)), elements.bytes());
    }

    @Test
    void oneElementAloneIsDividedAsTheOthersAre() {
        Elements.Use first = new Elements.Use(FROM + 8, 8, 8, List.of(new Nesting.Level(0, 8, 0, 40)));
        Elements elements = Elements.nested(List.of(LENGTH, first), FROM, 2).orElseThrow();
        assertEquals(264, elements.size());
        assertTrue(elements.bytes().contains(new Elements.Bytes(8, 8, new Region.Slots(8, 8, 32))), elements.bytes()::toString);
    }

    @Test
    void slotsThatAreAllThereIsAreElements() {
        assertEquals(Optional.empty(), Elements.nested(List.of(slot(0, 0, 256)), FROM, 8));
    }

    @Test
    void whatReachesIntoTheNextElementIsInNone() {
        assertEquals(Optional.empty(), Elements.nested(List.of(LENGTH, slot(8, 0, 256)), FROM, 2), "33 slots");
        assertEquals(Optional.empty(), Elements.nested(List.of(LENGTH, slot(8, 16, 0)), FROM, 2), "one before the element");
    }

    @Test
    void arraysThatOverlapAreOne() {
        Elements elements = Elements.nested(List.of(LENGTH, slot(8, 0, 40), slot(12, 0, 40)), FROM, 2).orElseThrow();
        assertTrue(elements.bytes().contains(new Elements.Bytes(8, 4, new Region.Slots(8, 4, 64))), elements.bytes()::toString);
    }
}
