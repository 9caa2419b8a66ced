package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the folders and files of a line table's unit (DWARF 5, section 6.2.4.1; DWARF 4, section 6.2.4). */
final class LineFileReader {
    private static final int CONTENT_PATH = 1;
    private static final int CONTENT_FOLDER = 2;

    private static final int FORM_BLOCK2 = 0x03;
    private static final int FORM_BLOCK4 = 0x04;
    private static final int FORM_DATA2 = 0x05;
    private static final int FORM_DATA4 = 0x06;
    private static final int FORM_DATA8 = 0x07;
    private static final int FORM_STRING = 0x08;
    private static final int FORM_BLOCK = 0x09;
    private static final int FORM_BLOCK1 = 0x0a;
    private static final int FORM_DATA1 = 0x0b;
    private static final int FORM_STRP = 0x0e;
    private static final int FORM_UDATA = 0x0f;
    private static final int FORM_DATA16 = 0x1e;
    private static final int FORM_LINE_STRP = 0x1f;

    private final ElfFile elf;
    private final Map<String, StringTable> stringTables = new HashMap<>();

    /** One column of a version 5 table. */
    private record Column(long content, long form) {}

    private record Entry(String path, long folder) {}

    LineFileReader(ElfFile elf) {
        this.elf = elf;
    }

    List<LineFile> read(LineHeader header) throws FormatException {
        return header.version() >= 5 ? version5(header) : version4(header);
    }

    /** A file that a program defines while it runs, as DWARF 4 allows; its folder is not kept by then. */
    static LineFile definition(ByteReader operation) throws FormatException {
        return new LineFile("", "", operation.text());
    }

    private static List<LineFile> version4(LineHeader header) throws FormatException {
        ByteReader tables = header.tables();
        List<String> folders = new ArrayList<>();
        folders.add(""); // the folder of the compilation, which only .debug_info names
        for (String folder = tables.text(); !folder.isEmpty(); folder = tables.text()) {
            folders.add(folder);
        }
        List<LineFile> files = new ArrayList<>();
        for (String name = tables.text(); !name.isEmpty(); name = tables.text()) {
            long folder = tables.unsignedLeb();
            tables.unsignedLeb(); // time of change
            tables.unsignedLeb(); // size
            files.add(new LineFile("", folder(folders, folder), name));
        }
        return files;
    }

    private List<LineFile> version5(LineHeader header) throws FormatException {
        List<String> folders = new ArrayList<>();
        for (Entry entry : entries(header)) {
            folders.add(entry.path);
        }
        String compilation = folder(folders, 0);
        List<LineFile> files = new ArrayList<>();
        for (Entry entry : entries(header)) {
            String folder = entry.folder == 0 ? "" : folder(folders, entry.folder);
            files.add(new LineFile(compilation, folder, entry.path));
        }
        return files;
    }

    private static String folder(List<String> folders, long number) {
        return number >= 0 && number < folders.size() ? folders.get((int) number) : "";
    }

    private List<Entry> entries(LineHeader header) throws FormatException {
        ByteReader tables = header.tables();
        List<Column> columns = new ArrayList<>();
        int columnCount = tables.unsigned8();
        for (int i = 0; i < columnCount; i++) {
            columns.add(new Column(tables.unsignedLeb(), tables.unsignedLeb()));
        }
        long count = tables.unsignedLeb();
        // Each form takes a byte at least, so the table's length bounds the count as long as there are columns.
        if (count < 0 || count > tables.remaining() || count > 0 && columns.isEmpty()) {
            throw tables.fault(Long.toUnsignedString(count) + " files or folders, more than fit");
        }
        List<Entry> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            entries.add(entry(header, columns));
        }
        return entries;
    }

    private Entry entry(LineHeader header, List<Column> columns) throws FormatException {
        String path = "";
        long folder = 0;
        for (Column column : columns) {
            if (column.content == CONTENT_PATH) {
                path = text(header, column.form);
            } else if (column.content == CONTENT_FOLDER) {
                folder = number(header, column.form);
            } else {
                skip(header, column.form);
            }
        }
        return new Entry(path, folder);
    }

    private String text(LineHeader header, long form) throws FormatException {
        ByteReader tables = header.tables();
        if (form == FORM_STRING) {
            return tables.text();
        }
        if (form == FORM_LINE_STRP) {
            return text(".debug_line_str", offset(header));
        }
        if (form == FORM_STRP) {
            return text(".debug_str", offset(header));
        }
        throw tables.fault("a file name of form 0x" + Long.toHexString(form) + ", which Bolt does not read");
    }

    private static long number(LineHeader header, long form) throws FormatException {
        ByteReader tables = header.tables();
        return switch ((int) form) {
            case FORM_UDATA -> tables.unsignedLeb();
            case FORM_DATA1 -> tables.unsigned8();
            case FORM_DATA2 -> tables.unsigned16();
            default -> throw tables.fault("a folder's number of form 0x" + Long.toHexString(form));
        };
    }

    private static void skip(LineHeader header, long form) throws FormatException {
        ByteReader tables = header.tables();
        switch ((int) form) {
            case FORM_STRING -> tables.skipText();
            case FORM_UDATA -> tables.unsignedLeb();
            case FORM_DATA1 -> tables.skip(1);
            case FORM_DATA2 -> tables.skip(2);
            case FORM_DATA4 -> tables.skip(4);
            case FORM_DATA8 -> tables.skip(8);
            case FORM_DATA16 -> tables.skip(16);
            case FORM_STRP, FORM_LINE_STRP -> offset(header);
            case FORM_BLOCK -> tables.skip(tables.unsignedLeb());
            case FORM_BLOCK1 -> tables.skip(tables.unsigned8());
            case FORM_BLOCK2 -> tables.skip(tables.unsigned16());
            case FORM_BLOCK4 -> tables.skip(tables.unsigned32());
            default -> throw tables.fault("a field of form 0x" + Long.toHexString(form) + ", which Bolt does not read");
        }
    }

    private static long offset(LineHeader header) throws FormatException {
        return header.wide() ? header.tables().word64() : header.tables().unsigned32();
    }

    private String text(String sectionName, long offset) throws FormatException {
        StringTable strings = stringTables.get(sectionName);
        if (strings == null) {
            byte[] content = elf.section(sectionName).orElse(new byte[0]);
            strings = new StringTable(new ByteReader(elf.name(), "section " + sectionName, content));
            stringTables.put(sectionName, strings);
        }
        return strings.text(offset);
    }
}
