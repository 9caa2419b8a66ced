package org.perfcontracts.expr;

import java.util.function.Predicate;
import java.util.function.Supplier;

/** A hash table of terms in which equal terms are one object; striped, so that threads seldom wait for each other. */
final class InternTable {
    private static final int STRIPES = 16;

    private final Stripe[] stripes = new Stripe[STRIPES];

    InternTable() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** The term of this hash that the predicate accepts, or the newly made one. */
    Term intern(int hash, Predicate<Term> same, Supplier<Term> maker) {
        int product = hash * 0x9E3779B9;
        // The low bits of a product are those of round numbers; the slot is told by them.
        int mixed = product ^ product >>> 15;
        Stripe stripe = stripes[mixed >>> 28];
        synchronized (stripe) {
            return stripe.intern(mixed, same, maker);
        }
    }

    private static final class Stripe {
        private Entry[] entries = new Entry[256];
        private int size;

        private record Entry(int hash, Term term, Entry next) {
        }

        Term intern(int hash, Predicate<Term> same, Supplier<Term> maker) {
            int slot = hash & entries.length - 1;
            for (Entry entry = entries[slot]; entry != null; entry = entry.next()) {
                if (entry.hash() == hash && same.test(entry.term())) {
                    return entry.term();
                }
            }
            Term term = maker.get();
            entries[slot] = new Entry(hash, term, entries[slot]);
            if (++size > entries.length) {
                grow();
            }
            return term;
        }

        private void grow() {
            Entry[] larger = new Entry[entries.length * 2];
            for (Entry head : entries) {
                for (Entry entry = head; entry != null; entry = entry.next()) {
                    int slot = entry.hash() & larger.length - 1;
                    larger[slot] = new Entry(entry.hash(), entry.term(), larger[slot]);
                }
            }
            entries = larger;
        }
    }
}
