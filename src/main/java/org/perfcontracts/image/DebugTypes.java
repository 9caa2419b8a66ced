package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.perfcontracts.image.FunctionParameters.Passing;
import org.perfcontracts.image.FunctionParameters.Pointee;
import org.perfcontracts.image.FunctionParameters.Thing;
import org.perfcontracts.image.FunctionParameters.Type;
import org.perfcontracts.image.FunctionParameters.Values;

/** The types of parameters and variables, from entries of {@code .debug_info}. */
final class DebugTypes {
    /** Longer chains of names and qualifiers are cycles of a damaged file. */
    private static final int LONGEST_CHAIN = 64;
    private static final int LARGEST_IN_REGISTERS = 16;
    private static final int WORD = 8;
    /** Objects within objects. */
    private static final int DEEPEST = 8;

    private static final String PACKET_BUFFER = "rte_mbuf";

    private static final int ENCODING_BOOLEAN = 2;
    private static final int ENCODING_COMPLEX = 3;
    private static final int ENCODING_FLOAT = 4;
    private static final int ENCODING_SIGNED = 5;
    private static final int ENCODING_SIGNED_CHAR = 6;
    private static final int ENCODING_DECIMAL_FLOAT = 15;
    private static final int CONVENTION_BY_REFERENCE = 4;

    private final DebugEntries entries;

    /** A type that is no name for another one; {@code entry} is null for void. */
    record Bare(String name, DebugEntry entry) {}

    DebugTypes(DebugEntries entries) {
        this.entries = entries;
    }

    /** The type that an entry's attribute names; empty for {@code void}. */
    Optional<Type> typeOf(DebugEntry of) throws FormatException {
        Bare bare = bare(of);
        return bare.entry == null ? Optional.empty() : Optional.of(type(bare));
    }

    /** A part of an object. */
    record Part(String name, long offset, Type type) {}

    /**
     * The two words of an object that is passed in two registers for integers, such as a slice of Rust or a span or string_view of
     * C++: a pointer and a number, or whatever they are; empty for objects of any other kind.
     */
    List<Part> words(DebugEntry of) throws FormatException {
        Bare bare = bare(of);
        if (bare.entry == null || !isStructure(bare.entry) || bare.entry.number(DebugEntry.BYTE_SIZE, 0) != LARGEST_IN_REGISTERS
                || passing(bare.entry, LARGEST_IN_REGISTERS) != Passing.REGISTERS) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        boolean plain = addParts(bare.entry, 0, parts, 0);
        parts.sort(Comparator.comparingLong(Part::offset));
        return plain && parts.size() == 2 && parts.get(0).offset == 0 && parts.get(1).offset == WORD ? parts : List.of();
    }

    /** Adds what an object consists of; whether all of it are words. */
    private boolean addParts(DebugEntry structure, long offset, List<Part> parts, int depth) throws FormatException {
        for (DebugEntry entry : entries.children(structure)) {
            boolean inherits = entry.tag() == DebugEntry.TAG_INHERITANCE;
            if ((inherits || entry.tag() == DebugEntry.TAG_MEMBER && entry.attribute(DebugEntry.DATA_MEMBER_LOCATION).isPresent())
                    && !addPart(entry, offset + entry.number(DebugEntry.DATA_MEMBER_LOCATION, 0), parts, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean addPart(DebugEntry member, long offset, List<Part> parts, int depth) throws FormatException {
        Bare bare = bare(member);
        if (bare.entry == null || depth > DEEPEST || parts.size() > 2) {
            return false;
        }
        if (isStructure(bare.entry)) {
            return addParts(bare.entry, offset, parts, depth + 1);
        }
        Type type = type(bare);
        boolean word = switch (type) {
            case Type.Pointer _ -> true;
            case Type.Number(String _, int bits, Values _) -> bits == WORD * Byte.SIZE;
            case Type.Floating _, Type.Other _ -> false;
        };
        return word && parts.add(new Part(entries.text(member, DebugEntry.NAME), offset, type));
    }

    static boolean isStructure(DebugEntry entry) {
        return entry.tag() == DebugEntry.TAG_STRUCTURE_TYPE || entry.tag() == DebugEntry.TAG_CLASS_TYPE;
    }

    /** Follows names for types and qualifiers; the first name on the way is the type's. */
    Bare bare(DebugEntry of) throws FormatException {
        String qualifiers = "";
        String name = "";
        DebugEntry at = of;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Optional<DebugEntry> next = entries.reference(at, DebugEntry.TYPE);
            if (next.isEmpty()) {
                return new Bare(qualifiers + (name.isEmpty() ? "void" : name), null);
            }
            at = definition(next.get());
            if (name.isEmpty()) {
                name = named(at);
            }
            boolean last = false;
            switch ((int) at.tag()) {
                case (int) DebugEntry.TAG_CONST_TYPE -> qualifiers += name.isEmpty() ? "const " : "";
                case (int) DebugEntry.TAG_VOLATILE_TYPE -> qualifiers += name.isEmpty() ? "volatile " : "";
                case (int) DebugEntry.TAG_TYPEDEF, (int) DebugEntry.TAG_RESTRICT_TYPE, (int) DebugEntry.TAG_ATOMIC_TYPE -> { }
                default -> last = true;
            }
            if (last) {
                return new Bare(name.isEmpty() ? "" : qualifiers + name, at);
            }
        }
        throw entries.fault("a type that is made of itself");
    }

    /** What stands for a type that has a unit of its own leads there. */
    private DebugEntry definition(DebugEntry type) throws FormatException {
        return entries.reference(type, DebugEntry.SIGNATURE).orElse(type);
    }

    private String named(DebugEntry entry) throws FormatException {
        String name = entries.text(entry, DebugEntry.NAME);
        if (name.isEmpty()) {
            return "";
        }
        return switch ((int) entry.tag()) {
            case (int) DebugEntry.TAG_STRUCTURE_TYPE, (int) DebugEntry.TAG_CLASS_TYPE -> "struct " + name;
            case (int) DebugEntry.TAG_UNION_TYPE -> "union " + name;
            case (int) DebugEntry.TAG_ENUMERATION_TYPE -> "enum " + name;
            default -> name;
        };
    }

    Type type(Bare bare) throws FormatException {
        long size = bare.entry.number(DebugEntry.BYTE_SIZE, 0);
        return switch ((int) bare.entry.tag()) {
            case (int) DebugEntry.TAG_BASE_TYPE -> base(bare, size, (int) bare.entry.number(DebugEntry.ENCODING, 0));
            case (int) DebugEntry.TAG_ENUMERATION_TYPE -> enumeration(bare, size);
            case (int) DebugEntry.TAG_POINTER_TYPE, (int) DebugEntry.TAG_REFERENCE_TYPE, (int) DebugEntry.TAG_RVALUE_REFERENCE_TYPE ->
                    pointer(bare);
            default -> new Type.Other(bare.name, passing(bare.entry, size));
        };
    }

    private Type base(Bare bare, long size, int encoding) {
        return switch (encoding) {
            case ENCODING_FLOAT, ENCODING_DECIMAL_FLOAT, ENCODING_COMPLEX -> new Type.Floating(bare.name);
            case ENCODING_BOOLEAN -> number(bare.name, size, Values.TRUTH);
            case ENCODING_SIGNED, ENCODING_SIGNED_CHAR -> number(bare.name, size, Values.SIGNED);
            default -> number(bare.name, size, Values.UNSIGNED);
        };
    }

    private static Type number(String name, long size, Values values) {
        boolean inOneRegister = size == 1 || size == 2 || size == 4 || size == 8;
        return inOneRegister ? new Type.Number(name, (int) size * Byte.SIZE, values) : new Type.Other(name, Passing.REGISTERS);
    }

    /** A variable of an enumeration can have each value of the integer that it is kept in. */
    private Type enumeration(Bare bare, long size) throws FormatException {
        boolean signed = entries.reference(bare.entry, DebugEntry.TYPE).map(type -> type.number(DebugEntry.ENCODING, 0)).orElse(0L) == ENCODING_SIGNED;
        return number(bare.name, size, signed ? Values.SIGNED : Values.UNSIGNED);
    }

    private Type pointer(Bare bare) throws FormatException {
        return new Type.Pointer(bare.name.isEmpty() ? pointerName(bare.entry) : bare.name, pointee(bare(bare.entry)));
    }

    private String pointerName(DebugEntry pointer) throws FormatException {
        String stars = "*";
        Bare target = bare(pointer);
        for (int i = 0; i < LONGEST_CHAIN && target.name.isEmpty() && target.entry.tag() == DebugEntry.TAG_POINTER_TYPE; i++) {
            stars += "*";
            target = bare(target.entry);
        }
        return (target.name.isEmpty() ? "…" : target.name) + " " + stars;
    }

    private Pointee pointee(Bare target) throws FormatException {
        if (target.entry == null) {
            return Thing.UNNAMED;
        }
        if (isPacketBuffer(target)) {
            return Thing.PACKET_BUFFER;
        }
        if (target.entry.tag() == DebugEntry.TAG_POINTER_TYPE && isPacketBuffer(bare(target.entry))) {
            return Thing.PACKET_BUFFERS;
        }
        // Of other pointers to pointers no more is wanted: their type could go round in a damaged file.
        boolean number = target.entry.tag() == DebugEntry.TAG_BASE_TYPE || target.entry.tag() == DebugEntry.TAG_ENUMERATION_TYPE;
        boolean bytes = number && type(target) instanceof Type.Number(String _, int bits, Values values)
                && bits == Byte.SIZE && values != Values.TRUTH;
        return bytes ? Thing.BYTES : isStructure(target.entry) ? bounds(target.entry) : Thing.OTHER;
    }

    private Pointee bounds(DebugEntry structure) throws FormatException {
        return new DebugBounds(entries, this).of(structure).<Pointee>map(bounds -> bounds).orElse(Thing.OTHER);
    }

    private boolean isPacketBuffer(Bare target) throws FormatException {
        return target.entry != null && isStructure(target.entry) && entries.text(target.entry, DebugEntry.NAME).equals(PACKET_BUFFER);
    }

    private static Passing passing(DebugEntry entry, long size) {
        if (entry.number(DebugEntry.CALLING_CONVENTION, 0) == CONVENTION_BY_REFERENCE) {
            return Passing.REFERENCE;
        }
        boolean whole = switch ((int) entry.tag()) {
            case (int) DebugEntry.TAG_STRUCTURE_TYPE, (int) DebugEntry.TAG_CLASS_TYPE, (int) DebugEntry.TAG_UNION_TYPE -> true;
            default -> false;
        };
        return whole && size > LARGEST_IN_REGISTERS ? Passing.MEMORY : Passing.REGISTERS;
    }
}
