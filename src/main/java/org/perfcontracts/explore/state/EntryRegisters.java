package org.perfcontracts.explore.state;

import org.perfcontracts.expr.Term;
import org.perfcontracts.image.Snapshot;

/**
 * The registers of the stopped process: tells its snapshot which of them an exploration has looked at. A register counts
 * as looked at when it is read while it holds what it held at the entry; that it was given the same value again is not told apart.
 */
final class EntryRegisters {
    private final Snapshot snapshot;
    private final Term[] generals;
    private final Term[] vectors;

    EntryRegisters(Snapshot snapshot, Term[] generals, Term[] vectors) {
        this.snapshot = snapshot;
        this.generals = generals;
        this.vectors = vectors;
    }

    /** A general-purpose register is read and holds a value. */
    void readGeneral(int number, Term value) {
        if (value == generals[number]) {
            snapshot.usedGeneral(number);
        }
    }

    /** A vector register is read and holds a value. */
    void readVector(int number, Term value) {
        if (value == vectors[number]) {
            snapshot.usedVector(number, Snapshot.Half.LOWER);
            snapshot.usedVector(number, Snapshot.Half.UPPER);
        }
    }

    /** The upper half of a vector register is read, and the whole holds a value. */
    void readUpperVector(int number, Term value) {
        if (value == vectors[number]) {
            snapshot.usedVector(number, Snapshot.Half.UPPER);
        }
    }
}
