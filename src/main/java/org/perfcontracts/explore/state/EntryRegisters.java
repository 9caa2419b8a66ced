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
    private final Term[] masks;

    EntryRegisters(Snapshot snapshot, Term[] generals, Term[] vectors, Term[] masks) {
        this.snapshot = snapshot;
        this.generals = generals;
        this.vectors = vectors;
        this.masks = masks;
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

    /** A mask register is read and holds a value. */
    void readMask(int number, Term value) {
        if (value == masks[number]) {
            snapshot.usedMask(number);
        }
    }

    /** The upper part of a vector register is read, and the whole holds a value. */
    void readUpperVector(int number, Term value) {
        if (value == vectors[number]) {
            snapshot.usedVector(number, Snapshot.Half.UPPER);
        }
    }
}
