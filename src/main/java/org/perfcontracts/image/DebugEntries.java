package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of a file's {@code .debug_info} (DWARF versions 2 to 5), and what their attributes mean. References into other
 * files lead nowhere.
 */
final class DebugEntries {
    private static final int OPERATION_PLUS_CONSTANT = 0x23;

    private static final int LARGEST_BASE = 1 << 30;
    /** Longer ways from an entry to what it was made of are cycles of a damaged file. */
    private static final int LONGEST_CHAIN = 8;

    private final ElfFile elf;
    private final Map<String, byte[]> contents = new HashMap<>();
    private final ByteReader info;
    private final DebugAbbreviations abbreviations;
    private final List<DebugUnit> units = new ArrayList<>();
    private final Map<String, StringTable> texts = new HashMap<>();
    private final Map<Long, DebugEntry> heads = new HashMap<>();

    DebugEntries(ElfFile elf) throws FormatException {
        this.elf = elf;
        this.info = section(".debug_info");
        this.abbreviations = new DebugAbbreviations(section(".debug_abbrev"));
        while (info.remaining() > 0) {
            units.add(DebugUnit.read(info));
        }
    }

    /** A reader of a section; of an empty one if the file has none of that name. */
    ByteReader section(String name) throws FormatException {
        byte[] content = contents.get(name);
        if (content == null) {
            content = elf.section(name).orElse(new byte[0]);
            contents.put(name, content);
        }
        return new ByteReader(elf.name(), "section " + name, content);
    }

    List<DebugUnit> units() {
        return units;
    }

    /** A complaint about the place that was read last. */
    FormatException fault(String fault) {
        return info.fault(fault);
    }

    /** A complaint about what the file says, which is no damage. */
    FormatException unfit(String fault) {
        return new FormatException(elf.name(), fault);
    }

    /** Behind what was read last. */
    long position() {
        return info.position();
    }

    /** The unit's first entry. */
    DebugEntry head(DebugUnit unit) throws FormatException {
        DebugEntry head = heads.get(unit.start());
        if (head == null) {
            head = read(unit, unit.entries());
            if (head == null) {
                throw info.fault("a unit without an entry");
            }
            heads.put(unit.start(), head);
        }
        return head;
    }

    /** The entry at an offset of the section; null where one says that there are no more siblings. */
    DebugEntry read(DebugUnit unit, long offset) throws FormatException {
        info.seek(offset);
        long code = info.unsignedLeb();
        if (code == 0) {
            return null;
        }
        DebugAbbreviations.Shape shape = abbreviations.table(unit.abbreviations()).get(code);
        if (shape == null) {
            throw info.fault("an entry of shape " + Long.toUnsignedString(code) + ", which is not described");
        }
        DebugValue[] values = new DebugValue[shape.attributes().size()];
        for (int i = 0; i < values.length; i++) {
            DebugAbbreviations.Attribute attribute = shape.attributes().get(i);
            values[i] = DebugValue.read(info, unit, attribute.form(), attribute.constant());
        }
        return new DebugEntry(unit, shape, info.position(), values);
    }

    /** The entries directly below an entry, in their order. */
    List<DebugEntry> children(DebugEntry parent) throws FormatException {
        List<DebugEntry> children = new ArrayList<>();
        int depth = parent.children() ? 1 : 0;
        DebugEntry entry;
        for (long at = parent.next(); depth > 0 && at < parent.unit().end(); at = entry == null ? position() : entry.next()) {
            entry = read(parent.unit(), at);
            if (entry == null) {
                depth--;
                continue;
            }
            if (depth == 1) {
                children.add(entry);
            }
            depth += entry.children() ? 1 : 0;
        }
        return children;
    }

    // ---- what attributes mean

    /** Where in its structure a member begins, in bytes; compilers that write DWARF 2 give it as an operation. */
    long offset(DebugEntry member) throws FormatException {
        DebugValue place = member.attribute(DebugEntry.DATA_MEMBER_LOCATION).orElse(null);
        if (place == null || place.block() == null) {
            return place == null ? 0 : place.number();
        }
        place.block().seek(0);
        if (place.block().remaining() == 0 || place.block().unsigned8() != OPERATION_PLUS_CONSTANT) {
            throw unfit("the place of a field is computed");
        }
        return place.block().unsignedLeb();
    }

    /** The text of an attribute; empty if the entry has none of that name. */
    String text(DebugEntry entry, long name) throws FormatException {
        DebugValue value = entry.attribute(name).orElse(null);
        if (value == null) {
            return "";
        }
        return switch (value.form()) {
            case DebugValue.STRING -> {
                info.seek(value.number());
                yield info.text();
            }
            case DebugValue.STRP -> text(".debug_str", value.number());
            case DebugValue.LINE_STRP -> text(".debug_line_str", value.number());
            case DebugValue.STRX, DebugValue.STRX1, DebugValue.STRX1 + 1, DebugValue.STRX1 + 2, DebugValue.STRX4 ->
                    text(".debug_str", indexed(".debug_str_offsets", entry.unit(), DebugEntry.STR_OFFSETS_BASE, value.number()));
            default -> "";
        };
    }

    private String text(String section, long offset) throws FormatException {
        StringTable table = texts.get(section);
        if (table == null) {
            table = new StringTable(section(section));
            texts.put(section, table);
        }
        return table.text(offset);
    }

    private long indexed(String name, DebugUnit unit, long base, long index) throws FormatException {
        ByteReader section = section(name);
        seek(section, unit, base, index, unit.offsetSize());
        return unit.offset(section);
    }

    private void seek(ByteReader section, DebugUnit unit, long base, long index, int size) throws FormatException {
        if (index < 0 || index > LARGEST_BASE) {
            throw section.fault("entry " + Long.toUnsignedString(index) + " is outside");
        }
        section.seek(head(unit).number(base, 0) + index * size);
    }

    /** The address of an attribute; -1 if the entry has none of that name. */
    long address(DebugEntry entry, long name) throws FormatException {
        DebugValue value = entry.attribute(name).orElse(null);
        if (value == null) {
            return -1;
        }
        return switch (value.form()) {
            case DebugValue.ADDR -> value.number();
            case DebugValue.ADDRX, DebugValue.ADDRX1, DebugValue.ADDRX1 + 1, DebugValue.ADDRX1 + 2, DebugValue.ADDRX4 ->
                    address(entry.unit(), value.number());
            default -> -1;
        };
    }

    /** The address of that number in the unit's table of addresses. */
    long address(DebugUnit unit, long index) throws FormatException {
        ByteReader section = section(".debug_addr");
        seek(section, unit, DebugEntry.ADDR_BASE, index, Long.BYTES);
        return section.word64();
    }

    /** Where in its section the list of locations is that an attribute gives; empty if it gives none. */
    Optional<Long> locationList(DebugEntry entry, DebugValue value) throws FormatException {
        if (value.block() != null) {
            return Optional.empty();
        }
        if (value.form() != DebugValue.LOCLISTX) {
            return Optional.of(value.number());
        }
        long base = head(entry.unit()).number(DebugEntry.LOCLISTS_BASE, 0);
        return Optional.of(base + indexed(".debug_loclists", entry.unit(), DebugEntry.LOCLISTS_BASE, value.number()));
    }

    /** The first entry with an attribute on the way from one to what it was made of; empty if none has it. */
    Optional<DebugEntry> owner(DebugEntry entry, long name) throws FormatException {
        DebugEntry at = entry;
        for (int i = 0; i < LONGEST_CHAIN && at != null; i++) {
            if (at.attribute(name).isPresent()) {
                return Optional.of(at);
            }
            Optional<DebugEntry> origin = reference(at, DebugEntry.ABSTRACT_ORIGIN);
            at = (origin.isPresent() ? origin : reference(at, DebugEntry.SPECIFICATION)).orElse(null);
        }
        return Optional.empty();
    }

    /** The entry that an attribute refers to; empty if it has none of that name, or it is in another file. */
    Optional<DebugEntry> reference(DebugEntry entry, long name) throws FormatException {
        DebugValue value = entry.attribute(name).orElse(null);
        if (value == null || value.block() != null) {
            return Optional.empty();
        }
        if (value.form() >= DebugValue.REF1 && value.form() <= DebugValue.REF_UDATA) {
            return at(entry.unit().start() + value.number());
        }
        return switch (value.form()) {
            case DebugValue.REF_ADDR -> at(value.number());
            case DebugValue.REF_SIG8 -> signed(value.number());
            default -> Optional.empty();
        };
    }

    private Optional<DebugEntry> at(long offset) throws FormatException {
        DebugUnit unit = unitAt(offset);
        if (unit == null) {
            throw info.fault("a reference to 0x" + Long.toHexString(offset) + ", where no entry is");
        }
        return Optional.ofNullable(read(unit, offset));
    }

    private DebugUnit unitAt(long offset) {
        int low = 0;
        int high = units.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            DebugUnit unit = units.get(middle);
            if (unit.contains(offset)) {
                return unit;
            }
            if (offset < unit.entries()) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return null;
    }

    private Optional<DebugEntry> signed(long signature) throws FormatException {
        for (DebugUnit unit : units) {
            if (unit.typeEntry() >= 0 && unit.signature() == signature) {
                return at(unit.typeEntry());
            }
        }
        return Optional.empty();
    }
}
