package org.perfcontracts.image;

/**
 * A loadable part of an ELF file (PT_LOAD). Addresses are link-time addresses; {@code fileSize} bytes come from
 * {@code fileOffset}, the rest up to {@code memorySize} is zero.
 */
public record Segment(long address, long memorySize, long fileOffset, long fileSize,
                      boolean readable, boolean writable, boolean executable) {
    /** The first address behind the segment. */
    public long end() {
        return address + memorySize;
    }

    public boolean contains(long linkAddress) {
        return linkAddress >= address && linkAddress < end();
    }
}
