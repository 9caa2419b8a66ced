package org.perfcontracts.image;

/**
 * The value of an attribute as it stands in {@code .debug_info} (DWARF 5, section 7.5.5).
 *
 * @param form   how it is written; never {@link #INDIRECT}
 * @param number a constant, an address, an offset or an index; of a text that stands here, where it begins
 * @param block  the bytes of a block or an expression; null for other forms
 */
record DebugValue(int form, long number, ByteReader block) {
    static final int ADDR = 0x01;
    static final int STRING = 0x08;
    static final int STRP = 0x0e;
    static final int REF_ADDR = 0x10;
    static final int REF1 = 0x11;
    static final int REF_UDATA = 0x15;
    static final int INDIRECT = 0x16;
    static final int STRX = 0x1a;
    static final int ADDRX = 0x1b;
    static final int LINE_STRP = 0x1f;
    static final int REF_SIG8 = 0x20;
    static final int LOCLISTX = 0x22;
    static final int STRX1 = 0x25;
    static final int STRX4 = 0x28;
    static final int ADDRX1 = 0x29;
    static final int ADDRX4 = 0x2c;

    private static final int IMPLICIT_CONST = 0x21;

    /**
     * Reads a value, or passes over it.
     *
     * @param constant the value that the abbreviation gives, for a form that has it there
     */
    static DebugValue read(ByteReader reader, DebugUnit unit, long form, long constant) throws FormatException {
        int kind = (int) Math.min(form, Integer.MAX_VALUE);
        if (kind == INDIRECT) {
            kind = (int) Math.min(reader.unsignedLeb(), Integer.MAX_VALUE);
            if (kind == INDIRECT || kind == IMPLICIT_CONST) {
                throw reader.fault("a form that cannot be given indirectly");
            }
        }
        ByteReader block = switch (kind) {
            case 0x03 -> reader.slice(reader.unsigned16());
            case 0x04 -> reader.slice(reader.unsigned32());
            case 0x09, 0x18 -> reader.slice(reader.unsignedLeb());
            case 0x0a -> reader.slice(reader.unsigned8());
            case 0x1e -> reader.slice(16);
            default -> null;
        };
        return new DebugValue(kind, block != null ? 0 : kind == IMPLICIT_CONST ? constant : number(reader, unit, kind), block);
    }

    private static long number(ByteReader reader, DebugUnit unit, int form) throws FormatException {
        return switch (form) {
            case ADDR, 0x07, 0x14, REF_SIG8, 0x24 -> reader.word64();
            case 0x05, 0x12, 0x26, 0x2a -> reader.unsigned16();
            case 0x06, 0x13, 0x1c, STRX4, ADDRX4 -> reader.unsigned32();
            case 0x0b, 0x0c, REF1, STRX1, ADDRX1 -> reader.unsigned8();
            case 0x27, 0x2b -> reader.unsigned16() | (long) reader.unsigned8() << 16;
            case 0x0d -> reader.signedLeb();
            case 0x0f, REF_UDATA, STRX, ADDRX, LOCLISTX, 0x23 -> reader.unsignedLeb();
            case STRP, 0x17, 0x1d, LINE_STRP, 0x1f20, 0x1f21 -> unit.offset(reader);
            case REF_ADDR -> unit.version() == 2 ? reader.word64() : unit.offset(reader);
            case 0x19 -> 1;
            case STRING -> {
                long start = reader.position();
                reader.skipText();
                yield start;
            }
            default -> throw reader.fault("a value of form 0x" + Integer.toHexString(form) + ", which Bolt does not read");
        };
    }
}
