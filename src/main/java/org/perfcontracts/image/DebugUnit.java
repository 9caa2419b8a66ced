package org.perfcontracts.image;

/**
 * The header of a unit of {@code .debug_info} (DWARF 5, section 7.5.1).
 *
 * @param start         of the unit in the section
 * @param entries       where its first entry begins, in the section
 * @param end           of the unit in the section
 * @param wide          whether offsets have 8 bytes (the 64-bit format of DWARF)
 * @param abbreviations the offset of its table of shapes
 * @param signature     of a unit that holds a type: by which others refer to that
 * @param typeEntry     of such a unit: where the type's entry is, in the section; else -1
 */
record DebugUnit(long start, long entries, long end, int version, boolean wide, long abbreviations, long signature, long typeEntry) {
    private static final long WIDE_FORMAT = 0xffffffffL;
    private static final int ADDRESS_SIZE = 8;
    private static final int TYPE = 2;
    private static final int SKELETON = 4;
    private static final int SPLIT_COMPILE = 5;
    private static final int SPLIT_TYPE = 6;

    /** Reads the next unit's header; the reader passes over the whole unit. */
    static DebugUnit read(ByteReader section) throws FormatException {
        long start = section.position();
        long length = section.unsigned32();
        boolean wide = length == WIDE_FORMAT;
        length = wide ? section.word64() : length;
        long first = section.position();
        ByteReader unit = section.slice(length);
        int version = unit.unsigned16();
        if (version < 2 || version > 5) {
            throw unit.fault("debug information of DWARF version " + version + "; Bolt reads versions 2 to 5");
        }
        int kind = version >= 5 ? unit.unsigned8() : 0;
        int addressSize = version >= 5 ? unit.unsigned8() : 0;
        long abbreviations = wide ? unit.word64() : unit.unsigned32();
        addressSize = version >= 5 ? addressSize : unit.unsigned8();
        if (addressSize != ADDRESS_SIZE) {
            throw unit.fault("addresses of " + addressSize + " bytes, " + ADDRESS_SIZE + " wanted");
        }
        long signature = 0;
        long typeEntry = -1;
        switch (kind) {
            case TYPE, SPLIT_TYPE -> {
                signature = unit.word64();
                typeEntry = start + (wide ? unit.word64() : unit.unsigned32());
            }
            case SKELETON, SPLIT_COMPILE -> unit.skip(8);
            default -> { }
        }
        return new DebugUnit(start, first + unit.position(), section.position(), version, wide, abbreviations, signature, typeEntry);
    }

    boolean contains(long offset) {
        return offset >= entries && offset < end;
    }

    /** Reads an offset into some section. */
    long offset(ByteReader reader) throws FormatException {
        return wide ? reader.word64() : reader.unsigned32();
    }

    /** How many bytes an offset has. */
    int offsetSize() {
        return wide ? 8 : 4;
    }
}
