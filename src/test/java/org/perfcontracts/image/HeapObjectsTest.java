package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;

class HeapObjectsTest {
    private static final long START = HandMadeCode.START;

    /** Pages that are the heap. */
    private record Heap(HandMadeCode pages, String name) {
        Snapshot snapshot() {
            return (Snapshot) java.lang.reflect.Proxy.newProxyInstance(Heap.class.getClassLoader(), new Class<?>[] {Snapshot.class}, (_, method, arguments) ->
                    switch (method.getName()) {
                        case "mappings" -> List.of(new Mapping(START, START + 8192, true, true, false, 0, name));
                        default -> method.invoke(pages, arguments);
                    });
        }
    }

    private static HandMadeCode words(long... words) {
        ByteBuffer page = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            page.putLong(word);
        }
        return new HandMadeCode(page.array(), new byte[4096]);
    }

    @Test
    void chunksFollowOneAnother() {
        HeapObjects heap = new HeapObjects(new Heap(words(0, 0x31, 0, 0, 0, 0, 0, 0x41), "[heap]").snapshot());
        assertEquals(Optional.of(new HeapObjects.HeapObject(START + 16, 0x28)), heap.at(START + 16));
        assertEquals(Optional.of(new HeapObjects.HeapObject(START + 16, 0x28)), heap.at(START + 16 + 0x27));
        assertTrue(heap.at(START + 0x38).isEmpty(), "the size of the next");
        assertEquals(Optional.of(new HeapObjects.HeapObject(START + 0x40, 0x38)), heap.at(START + 0x50));
        assertTrue(heap.at(START + 0x100).isEmpty(), "where no chunk was found");
    }

    @Test
    void aLargeOneHasAMapping() {
        HeapObjects heap = new HeapObjects(new Heap(words(0, 8192 | 2), "").snapshot());
        assertEquals(Optional.of(new HeapObjects.HeapObject(START + 16, 8192 - 16)), heap.at(START + 5000));
        assertTrue(new HeapObjects(new Heap(words(0, 8192 | 1), "").snapshot()).at(START + 5000).isEmpty(), "no chunk of its own");
    }
}
