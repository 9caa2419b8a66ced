package org.perfcontracts.cpu;

/** A number of bytes from an address on. */
public record MemoryRange(long address, int length) {
    /** The length is not negative. */
    public MemoryRange {
        if (length < 0) {
            throw new IllegalArgumentException("length of a memory range: " + length);
        }
    }
}
