package org.perfcontracts.explore.code;

/**
 * A function of a stateful library, whose calls an exploration notes.
 *
 * @param name of the operation
 * @param address of its first instruction, in the process
 * @param size of its code in bytes, 0 where that is not known
 * @param returnedBits how many low bits of RAX tell its outcomes apart, at most 64; 0 where it has none to tell
 * @param purpose what its calls are noted for
 */
public record LibraryFunction(String name, long address, long size, int returnedBits, Purpose purpose) {
    /** What calls are noted for. */
    public enum Purpose {
        /** What each costs by itself, whatever was done before, and what it comes to. */
        COST,
        /** What it comes to. */
        OUTCOME
    }

    /** A function of which it is wanted what calls cost. */
    public LibraryFunction(String name, long address, long size, int returnedBits) {
        this(name, address, size, returnedBits, Purpose.COST);
    }

    public boolean contains(long place) {
        return place == address || Long.compareUnsigned(place - address, size) < 0;
    }
}
