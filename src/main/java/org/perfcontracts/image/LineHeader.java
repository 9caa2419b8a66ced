package org.perfcontracts.image;

/**
 * The header of one unit of a line table (DWARF 5, section 6.2.4).
 *
 * @param wide whether offsets have 8 bytes (the 64-bit format of DWARF)
 * @param tables the folders and files, not yet read
 * @param program the byte code, not yet run
 */
record LineHeader(int version, boolean wide, int instructionUnit, boolean statementByDefault, int lineBase, int lineRange,
                  int opcodeBase, byte[] operandCounts, ByteReader tables, ByteReader program) {
    private static final long WIDE_FORMAT = 0xffffffffL;

    /** Reads the next unit's header; the reader passes over the whole unit. */
    static LineHeader read(ByteReader section) throws FormatException {
        long length = section.unsigned32();
        boolean wide = length == WIDE_FORMAT;
        ByteReader unit = section.slice(wide ? section.word64() : length);
        int version = unit.unsigned16();
        if (version < 2 || version > 5) {
            throw unit.fault("a line table of DWARF version " + version + "; Bolt reads versions 2 to 5");
        }
        if (version >= 5) {
            unit.skip(2); // sizes of an address and of a segment selector
        }
        ByteReader rest = unit.slice(wide ? unit.word64() : unit.unsigned32());
        int instructionUnit = rest.unsigned8();
        if (version >= 4) {
            rest.skip(1); // operations of an instruction: one on x86-64
        }
        boolean statementByDefault = rest.unsigned8() != 0;
        int lineBase = rest.signed8();
        int lineRange = rest.unsigned8();
        int opcodeBase = rest.unsigned8();
        if (lineRange == 0 || opcodeBase == 0) {
            throw rest.fault("a line range or an opcode base of zero");
        }
        byte[] operandCounts = rest.bytes(opcodeBase - 1);
        return new LineHeader(version, wide, instructionUnit, statementByDefault, lineBase, lineRange, opcodeBase,
                operandCounts, rest, unit);
    }

    /** How many operands a standard opcode has. */
    int operandCount(int opcode) {
        return operandCounts[opcode - 1] & 0xff;
    }

    /** The number by which programs call the first file of the table. */
    int firstFileNumber() {
        return version >= 5 ? 0 : 1;
    }
}
