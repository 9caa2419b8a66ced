package org.perfcontracts.image;

/** The instructions from {@code start} up to and without {@code end}. */
public record CodeRange(long start, long end) {
    public boolean contains(long address) {
        return address >= start && address < end;
    }
}
