package org.perfcontracts.image;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a file's debug information (DWARF versions 2 to 5) says of the types of its variables. Nothing that is kept in another file
 * is read.
 */
public final class DebugVariables {
    private static final int OPERATION_ADDRESS = 0x03;
    private static final int OPERATION_ADDRESS_INDEX = 0xa1;

    private final DebugEntries entries;
    private final DebugLayouts layouts;

    /**
     * Opens a file's debug information.
     *
     * @throws FormatException if it is damaged or of a later version of DWARF
     */
    public DebugVariables(ElfFile elf) throws FormatException {
        this.entries = new DebugEntries(elf);
        this.layouts = new DebugLayouts(entries);
    }

    /**
     * Where in a variable a member is, in bytes.
     *
     * @param members the names that lead to it, through structures in structures
     * @return empty if there is no debug information of the variable
     * @throws FormatException if the debug information is damaged, or there is no such member
     */
    public OptionalLong offset(ElfSymbol variable, List<String> members) throws FormatException {
        Optional<DebugEntry> typed = find(variable);
        return typed.isEmpty() ? OptionalLong.empty() : OptionalLong.of(layouts.offset(typed.get(), members));
    }

    /**
     * What lies in a variable from a place on: an element of the array that begins there, or the object.
     *
     * @param members the names that lead to the place; none for the variable itself
     * @param offset from there, in bytes
     * @return empty if there is no debug information of the variable
     * @throws FormatException if the debug information is damaged, or where it says no size, or nothing begins at the offset
     */
    public Optional<ObjectLayout> at(ElfSymbol variable, List<String> members, long offset) throws FormatException {
        Optional<DebugEntry> typed = find(variable);
        return typed.isEmpty() ? Optional.empty() : Optional.of(layouts.at(typed.get(), members, offset));
    }

    /**
     * What the pointer at a place in a variable leads to.
     *
     * @param members the names that lead to the place; none for the variable itself
     * @param offset from there, in bytes
     * @return empty if there is no debug information of the variable
     * @throws FormatException if the debug information is damaged, or says no size, or there is no pointer at the offset
     */
    public Optional<ObjectLayout> behind(ElfSymbol variable, List<String> members, long offset) throws FormatException {
        Optional<DebugEntry> typed = find(variable);
        return typed.isEmpty() ? Optional.empty() : Optional.of(layouts.behind(typed.get(), members, offset));
    }

    /**
     * What a pointer leads to.
     *
     * @param pointer of a layout that this has told
     * @throws FormatException if the debug information is damaged, or says no size
     */
    public ObjectLayout behind(ObjectLayout.Type.Pointer pointer) throws FormatException {
        return layouts.behind(pointer);
    }

    /** The entry that has the type of the variable at an address. */
    private Optional<DebugEntry> find(ElfSymbol variable) throws FormatException {
        for (DebugUnit unit : entries.units()) {
            DebugEntry entry;
            for (long at = unit.entries(); at < unit.end(); at = entry == null ? entries.position() : entry.next()) {
                entry = entries.read(unit, at);
                if (entry == null || entry.tag() != DebugEntry.TAG_VARIABLE || !isAt(entry, variable.address())) {
                    continue;
                }
                Optional<DebugEntry> typed = entries.owner(entry, DebugEntry.TYPE);
                if (typed.isPresent()) {
                    return typed;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a variable's location is that one address. */
    private boolean isAt(DebugEntry entry, long address) throws FormatException {
        Optional<DebugValue> location = entry.attribute(DebugEntry.LOCATION);
        if (location.isEmpty() || location.get().block() == null) {
            return false;
        }
        ByteReader expression = location.get().block();
        expression.seek(0);
        if (expression.remaining() == 0) {
            return false;
        }
        long place;
        switch (expression.unsigned8()) {
            case OPERATION_ADDRESS -> place = expression.word64();
            case OPERATION_ADDRESS_INDEX -> place = entries.address(entry.unit(), expression.unsignedLeb());
            default -> {
                return false;
            }
        }
        return place == address && expression.remaining() == 0;
    }
}
