package org.perfcontracts.image;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The memory that a program has got from {@code malloc} of glibc, as far as it can be told: in the main arena chunks follow one
 * another from the beginning of the heap to its end, and large ones have a mapping of their own. A chunk's size stands in the word
 * before what the program was given (glibc, malloc/malloc.c, "Vital statistics" and "Chunk representations").
 */
public final class HeapObjects {
    private static final int HEADER = 16;
    private static final int LEAST = 32;
    private static final long FLAGS = 7;
    private static final long IS_MAPPED = 2;
    private static final int PAGE = 4096;
    private static final int MOST = 1 << 20;

    private final TreeMap<Long, Long> sizes = new TreeMap<>();

    /** What was allocated. */
    public record HeapObject(long address, long size) {
    }

    /** Looks through the heap of a stopped process. */
    public HeapObjects(Snapshot snapshot) {
        for (Mapping mapping : snapshot.mappings()) {
            if (mapping.name().equals("[heap]")) {
                chunks(snapshot, mapping);
            } else if (mapping.name().isEmpty() && mapping.writable()) {
                ownMappings(snapshot, mapping);
            }
        }
    }

    private void chunks(Snapshot snapshot, Mapping heap) {
        long at = heap.start();
        while (sizes.size() < MOST && at + LEAST <= heap.end()) {
            long size = word(snapshot, at + 8) & ~FLAGS;
            if (size < LEAST || size % HEADER != 0 || size > heap.end() - at) {
                return;
            }
            sizes.put(at + HEADER, size - 8);       // the first word of the next chunk belongs to this one
            at += size;
        }
    }

    /** Mappings of chunks next to each other are one mapping to the kernel. */
    private void ownMappings(Snapshot snapshot, Mapping mapping) {
        long at = mapping.start();
        while (sizes.size() < MOST && at < mapping.end()) {
            long word = word(snapshot, at + 8);
            long size = word & ~FLAGS;
            if ((word & FLAGS) != IS_MAPPED || word(snapshot, at) != 0 || size <= 0 || size % PAGE != 0 || size > mapping.end() - at) {
                return;
            }
            sizes.put(at + HEADER, size - HEADER);
            at += size;
        }
    }

    private static long word(Snapshot snapshot, long address) {
        return snapshot.word(address).orElse(0);
    }

    /** What an address lies in. */
    public Optional<HeapObject> at(long address) {
        Map.Entry<Long, Long> before = sizes.floorEntry(address);
        return before != null && address < before.getKey() + before.getValue()
                ? Optional.of(new HeapObject(before.getKey(), before.getValue())) : Optional.empty();
    }
}
