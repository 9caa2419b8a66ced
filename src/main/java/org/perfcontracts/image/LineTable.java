package org.perfcontracts.image;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which source line an instruction comes from: the line table of a file (DWARF versions 2 to 5, section
 * {@code .debug_line}). A file without one has an empty table. Addresses are link-time addresses. Immutable.
 */
public final class LineTable {
    private final long[] addresses;
    /** The number of a row's file in {@link #files}. */
    private final int[] rowFiles;
    /** A row's line; of a row that does not begin a statement, its complement. */
    private final int[] lines;
    private final List<LineFile> files;
    private final List<Sequence> sequences;
    private final Intervals<Sequence> sequencesByAddress;

    /** Consecutive rows {@code [first, last)} of ascending addresses, for the code in {@code [start, end)}. */
    record Sequence(long start, long end, int first, int last) {}

    /**
     * Reads the table of a file.
     *
     * @throws FormatException if the table is damaged or of a later version of DWARF
     */
    public static LineTable of(ElfFile elf) throws FormatException {
        LineProgram program = new LineProgram(elf);
        program.run();
        return new LineTable(elf, program);
    }

    private LineTable(ElfFile elf, LineProgram program) {
        this.addresses = program.addresses();
        this.rowFiles = program.rowFiles();
        this.lines = program.lines();
        this.files = program.files();
        // What the linker removed keeps its rows, at address zero or so.
        this.sequences = program.sequences().stream()
                .filter(sequence -> sequence.start != 0 && sequence.start < sequence.end && elf.isCode(sequence.start))
                .toList();
        this.sequencesByAddress = new Intervals<>(sequences, Sequence::start, Sequence::end);
    }

    /** The line that the instruction at an address comes from; empty if the table does not say or names no single line. */
    public Optional<SourceLine> lineAt(long address) {
        Sequence sequence = sequencesByAddress.covering(address);
        if (sequence == null) {
            return Optional.empty();
        }
        int row = lastAtOrBelow(sequence, address);
        int line = line(row);
        return line == 0 ? Optional.empty() : file(row).map(file -> new SourceLine(file.path(), line));
    }

    /**
     * Where the statements of a line begin, ascending: each has several addresses if the compiler copied it, and a line can
     * hold several statements.
     *
     * @param fileSuffix the file's path or its last components: {@code router.c}, {@code nf/router/router.c}
     */
    public List<Long> addressesOf(String fileSuffix, int line) {
        BitSet wanted = new BitSet();
        for (int i = 0; i < files.size(); i++) {
            wanted.set(i, files.get(i).endsWith(fileSuffix));
        }
        TreeSet<Long> found = new TreeSet<>();
        for (Sequence sequence : sequences) {
            for (int row = sequence.first; row < sequence.last; row++) {
                if (lines[row] == line && line > 0 && rowFiles[row] >= 0 && wanted.get(rowFiles[row])) {
                    found.add(addresses[row]);
                }
            }
        }
        return List.copyOf(found);
    }

    /** Whether any line of such a file is in the table: tells a wrong file name from a line without code. */
    public boolean knows(String fileSuffix) {
        return files.stream().anyMatch(file -> file.endsWith(fileSuffix));
    }

    private Optional<LineFile> file(int row) {
        return rowFiles[row] < 0 ? Optional.empty() : Optional.of(files.get(rowFiles[row]));
    }

    private int line(int row) {
        return lines[row] < 0 ? ~lines[row] : lines[row];
    }

    private int lastAtOrBelow(Sequence sequence, long address) {
        int low = sequence.first;
        int high = sequence.last;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (addresses[middle] <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(low - 1, sequence.first);
    }
}
