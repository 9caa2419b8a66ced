package org.perfcontracts.image;

/**
 * A named place of an ELF file. The address is a link-time address, the size is in bytes and zero where the file does not
 * say.
 */
public record ElfSymbol(String name, long address, long size, Kind kind) {
    /** What stands at the address; a label is a name without a type, as assembler code has them. */
    public enum Kind {
        FUNCTION, OBJECT, LABEL
    }
}
