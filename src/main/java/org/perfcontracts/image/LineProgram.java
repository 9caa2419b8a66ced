package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the line number programs of a file: the byte-coded state machine of DWARF 5, section 6.2, one program for each
 * compilation unit, which writes the rows of the table.
 */
final class LineProgram {
    private static final String SECTION = ".debug_line";
    /** Far more than any program to analyse has; a bound for files that were made to cost memory. */
    private static final int MOST_ROWS = 1 << 24;

    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int SET_COLUMN = 5;
    private static final int NEGATE_STATEMENT = 6;
    private static final int SET_BASIC_BLOCK = 7;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int SET_PROLOGUE_END = 10;
    private static final int SET_EPILOGUE_BEGIN = 11;
    private static final int SET_ISA = 12;

    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;
    private static final int DEFINE_FILE = 3;

    private final ByteReader section;
    private final LineFileReader fileReader;
    private final List<LineFile> files = new ArrayList<>();
    private final List<LineTable.Sequence> sequences = new ArrayList<>();
    private long[] addresses;
    private int[] rowFiles;
    private int[] lines;
    private int rows;

    // The unit whose program runs.
    private LineHeader header;
    private int firstFile;

    // The state machine's registers.
    private long address;
    private long file;
    private int line;
    private boolean statement;
    private int firstRow;

    LineProgram(ElfFile elf) throws FormatException {
        byte[] content = elf.section(SECTION).orElse(new byte[0]);
        this.section = new ByteReader(elf.name(), "section " + SECTION, content);
        this.fileReader = new LineFileReader(elf);
        int guess = Math.min(content.length / 3 + 16, MOST_ROWS);
        this.addresses = new long[guess];
        this.rowFiles = new int[guess];
        this.lines = new int[guess];
    }

    void run() throws FormatException {
        while (section.remaining() > 0) {
            firstFile = files.size();
            header = LineHeader.read(section);
            files.addAll(fileReader.read(header));
            reset();
            while (header.program().remaining() > 0) {
                step(header.program());
            }
        }
    }

    long[] addresses() {
        return addresses;
    }

    /** The number of each row's file in {@link #files()}, or -1 if the row names none. */
    int[] rowFiles() {
        return rowFiles;
    }

    /** Each row's line; of a row that does not begin a statement, its complement. */
    int[] lines() {
        return lines;
    }

    List<LineFile> files() {
        return files;
    }

    List<LineTable.Sequence> sequences() {
        return sequences;
    }

    private void reset() {
        address = 0;
        file = 1;
        line = 1;
        statement = header.statementByDefault();
        firstRow = rows;
    }

    private void step(ByteReader program) throws FormatException {
        int opcode = program.unsigned8();
        if (opcode >= header.opcodeBase()) {
            int adjusted = opcode - header.opcodeBase();
            address += (long) (adjusted / header.lineRange()) * header.instructionUnit();
            line += header.lineBase() + adjusted % header.lineRange();
            appendRow();
            return;
        }
        switch (opcode) {
            case 0 -> extended(program.slice(program.unsignedLeb()));
            case COPY -> appendRow();
            case ADVANCE_PC -> address += program.unsignedLeb() * header.instructionUnit();
            case ADVANCE_LINE -> line += (int) program.signedLeb();
            case SET_FILE -> file = program.unsignedLeb();
            case NEGATE_STATEMENT -> statement = !statement;
            case CONST_ADD_PC -> address +=
                    (long) ((255 - header.opcodeBase()) / header.lineRange()) * header.instructionUnit();
            case FIXED_ADVANCE_PC -> address += program.unsigned16();
            case SET_BASIC_BLOCK, SET_PROLOGUE_END, SET_EPILOGUE_BEGIN -> { }
            case SET_COLUMN, SET_ISA -> program.unsignedLeb();
            default -> skipUnknown(program, opcode);
        }
    }

    private void skipUnknown(ByteReader program, int opcode) throws FormatException {
        for (int i = 0; i < header.operandCount(opcode); i++) {
            program.unsignedLeb();
        }
    }

    private void extended(ByteReader operation) throws FormatException {
        if (operation.remaining() == 0) {
            return;
        }
        switch (operation.unsigned8()) {
            case END_SEQUENCE -> {
                endSequence();
                reset();
            }
            case SET_ADDRESS -> address = operation.remaining() == 4 ? operation.unsigned32() : operation.word64();
            case DEFINE_FILE -> files.add(LineFileReader.definition(operation));
            default -> { }
        }
    }

    private void endSequence() {
        if (rows > firstRow) {
            sequences.add(new LineTable.Sequence(addresses[firstRow], address, firstRow, rows));
        }
    }

    private void appendRow() throws FormatException {
        if (rows == addresses.length) {
            grow();
        }
        addresses[rows] = address;
        rowFiles[rows] = fileNumber();
        lines[rows] = statement ? line : ~line;
        rows++;
    }

    private int fileNumber() {
        long index = file - header.firstFileNumber();
        return index >= 0 && index < files.size() - firstFile ? firstFile + (int) index : -1;
    }

    private void grow() throws FormatException {
        if (rows >= MOST_ROWS) {
            throw section.fault("more than " + MOST_ROWS + " rows");
        }
        int larger = Math.min(2 * rows, MOST_ROWS);
        addresses = Arrays.copyOf(addresses, larger);
        rowFiles = Arrays.copyOf(rowFiles, larger);
        lines = Arrays.copyOf(lines, larger);
    }
}
