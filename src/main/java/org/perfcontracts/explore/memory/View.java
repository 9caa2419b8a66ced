package org.perfcontracts.explore.memory;

import org.perfcontracts.expr.Term;

/**
 * What a state knows of the content of a region: what it has read and written there, the latest first, immutable.
 *
 * @param chunk the part of an element in question, by its index in the region
 * @param address of the chunk, 64 bits
 * @param value what it holds
 * @param store whether it was written; otherwise it was found there
 * @param earlier what was known before, or null
 */
public record View(int chunk, Term address, Term value, boolean store, View earlier) {
    /** The views of one list on top of another. */
    public static View onTop(View top, View bottom) {
        return top == null ? bottom : new View(top.chunk, top.address, top.value, top.store, onTop(top.earlier, bottom));
    }

    /** Whether something was written since an earlier view. */
    public static boolean hasStores(View now, View since) {
        for (View view = now; view != since && view != null; view = view.earlier) {
            if (view.store) {
                return true;
            }
        }
        return false;
    }
}
