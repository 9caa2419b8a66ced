package org.perfcontracts.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.memory.AbstractState;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Written;

/** What elements of two bytes may hold, of which the snapshot holds 7 in one and 0 in all others. */
class ContentsTest {
    private static final int SIZE = 2;
    private static final Elements.Bytes WHOLE = new Elements.Bytes(0, SIZE, new Region.Slots(0, SIZE, 1));

    private final HandMadeCode snapshot = HandMadeCode.of("0700");
    private final Contents contents = new Contents(snapshot, new Pools(snapshot, _ -> Optional.empty()));

    private List<Region.Range> of(long elements) {
        return contents.of(HandMadeCode.START, SIZE, WHOLE, elements);
    }

    private void write(long elements) {
        Region.Chunk chunk = new Region.Chunk(0, SIZE, List.of(new Region.Field.Number("value", 8 * SIZE, of(elements))), WHOLE.slots());
        Region region = new Region("table", HandMadeCode.START, SIZE, elements, List.of(chunk), Region.Kind.FOUND);
        contents.begin(false);
        contents.widen(new AbstractState.Outgrown(region, 0, null, Written.Numbers.any(8 * SIZE), null));
    }

    @Test
    void isWhatTheSnapshotHolds() {
        assertEquals(List.of(new Region.Range(7, 7)), of(1));
        assertEquals(List.of(new Region.Range(0, 7, 7)), of(2));
    }

    /** Of an index that nothing bounds yet it may seem that elements are accessed where nothing is mapped. */
    @Test
    void moreElementsThanThereAreLeaveNothingBehind() {
        List<Region.Range> before = of(4);
        assertEquals(List.of(new Region.Range(0, 0xffff)), of(1 << 16));
        assertEquals(before, of(4));
    }

    @Test
    void whatPacketsWriteIsInAllElements() {
        write(2);
        assertTrue(contents.hasWidened());
        assertEquals(List.of(new Region.Range(0, 0xffff)), of(2));
        assertEquals(of(2), of(4));
    }

    @Test
    void whatIsForgottenIsWhatPacketsWrote() {
        write(2);
        contents.forget();
        assertEquals(List.of(new Region.Range(0, 7, 7)), of(2));
    }
}
