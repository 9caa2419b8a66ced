package org.perfcontracts.x86;

/** The segments whose base is not zero in 64-bit mode. */
public enum Segment {
    FS, GS
}
