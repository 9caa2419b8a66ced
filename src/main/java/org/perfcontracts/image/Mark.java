package org.perfcontracts.image;

/** A program point that the author of a network function marked; the address is a link-time address. */
public record Mark(Kind kind, String name, long address) {
    /** Whether passages of the point are counted (a PCV) or a passage puts the path into an input class. */
    public enum Kind {
        PCV, CLASS
    }
}
