package org.perfcontracts.timing;

import java.util.HashMap;
import java.util.Map;

/** What was written last to each piece of memory, so that loads wait for it. */
final class StoreBuffer {
    private static final int PIECE = 8;

    private final Map<Piece, Store> stores = new HashMap<>();

    private record Piece(Object base, long number) {
    }

    /**
     * A store under way.
     *
     * @param access what it writes
     * @param data   when its data are there
     * @param done   when it has been retired, and memory has them
     */
    record Store(Step.Access access, double data, double done) {
        /** Whether it writes all that a load reads. */
        boolean holds(Step.Access load) {
            return access.offset() <= load.offset() && load.offset() + load.bytes() <= access.offset() + access.bytes();
        }
    }

    void add(Store store) {
        for (long piece = first(store.access()); piece <= last(store.access()); piece++) {
            stores.put(new Piece(store.access().base(), piece), store);
        }
    }

    /** The latest store to any of the bytes of a load, null if there is none. */
    Store latest(Step.Access load) {
        Store latest = null;
        for (long piece = first(load); piece <= last(load); piece++) {
            Store store = stores.get(new Piece(load.base(), piece));
            if (store != null && (latest == null || store.done() > latest.done())) {
                latest = store;
            }
        }
        return latest;
    }

    private static long first(Step.Access access) {
        return Math.floorDiv(access.offset(), PIECE);
    }

    private static long last(Step.Access access) {
        return Math.floorDiv(access.offset() + access.bytes() - 1, PIECE);
    }
}
