package org.perfcontracts.explore;

import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * The part of the stack that keeps nothing from one packet to the next.
 *
 * @param from the address of its first byte
 * @param end the address of the one after its last
 */
record Frames(long from, long end) {
    private static final int STACK_POINTER = 4;
    private static final int RETURN_ADDRESS = 8;

    /**
     * The stack of one call of a function, from a snapshot at its entry: below where it returns to. What lies above belongs to its callers, which may
     * keep in their variables what packets leave, as {@code main} does that calls it in a loop.
     */
    static Frames ofCall(Snapshot snapshot) {
        Frames all = ofThread(snapshot);
        return new Frames(all.from, Math.min(all.end, snapshot.general(STACK_POINTER) + RETURN_ADDRESS));
    }

    /** The whole stack, where a packet goes through the functions that called the entry as well. */
    static Frames ofThread(Snapshot snapshot) {
        long top = snapshot.general(STACK_POINTER);
        Mapping stack = snapshot.mappings().stream().filter(mapping -> mapping.contains(top)).findFirst().orElse(null);
        return stack == null ? new Frames(0, 0) : new Frames(stack.start(), stack.end());
    }

    /** Whether an address lies in it. */
    boolean contains(long address) {
        return from <= address && address < end;
    }
}
