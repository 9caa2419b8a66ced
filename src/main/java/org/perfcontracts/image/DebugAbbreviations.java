package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of the entries of {@code .debug_info}: section {@code .debug_abbrev} (DWARF 5, section 7.5.3). */
final class DebugAbbreviations {
    private static final int READINGS = 16;
    private static final int SMALL = 1 << 16;
    private static final long FORM_IMPLICIT_CONST = 0x21;

    private final ByteReader section;
    private final Map<Long, Map<Long, Shape>> tables = new HashMap<>();
    private long allowance;

    /** An attribute of a shape; {@code constant} is its value where the form says that it stands here. */
    record Attribute(long name, long form, long constant) {}

    /** A shape of entries. */
    record Shape(long tag, boolean children, List<Attribute> attributes) {}

    DebugAbbreviations(ByteReader section) {
        this.section = section;
        this.allowance = SMALL + (long) READINGS * section.remaining();
    }

    /** The shapes by their numbers. Units share tables; a file in which tables overlap in many ways is refused. */
    Map<Long, Shape> table(long offset) throws FormatException {
        Map<Long, Shape> table = tables.get(offset);
        if (table == null) {
            section.seek(offset);
            table = read();
            tables.put(offset, table);
            allowance -= section.position() - offset;
            if (allowance < 0) {
                throw section.fault("tables that overlap more than compilers let them");
            }
        }
        return table;
    }

    private Map<Long, Shape> read() throws FormatException {
        Map<Long, Shape> table = new HashMap<>();
        for (long code = section.unsignedLeb(); code != 0; code = section.unsignedLeb()) {
            long tag = section.unsignedLeb();
            boolean children = section.unsigned8() != 0;
            table.put(code, new Shape(tag, children, attributes()));
        }
        return table;
    }

    private List<Attribute> attributes() throws FormatException {
        List<Attribute> attributes = new ArrayList<>();
        while (true) {
            long name = section.unsignedLeb();
            long form = section.unsignedLeb();
            long constant = form == FORM_IMPLICIT_CONST ? section.signedLeb() : 0;
            if (name == 0 && form == 0) {
                return attributes;
            }
            attributes.add(new Attribute(name, form, constant));
        }
    }
}
