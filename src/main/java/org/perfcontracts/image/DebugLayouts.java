package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.perfcontracts.image.FunctionParameters.Type;
import org.perfcontracts.image.ObjectLayout.Field;

/** How objects are laid out in memory, from entries of {@code .debug_info}. */
final class DebugLayouts {
    /** Arrays of more elements inside an object are taken as bytes. */
    private static final int MOST_ELEMENTS = 64;
    private static final int MOST_FIELDS = 4096;
    /** Types within types; of more, a damaged file. */
    private static final int DEEPEST = 32;
    private static final long LARGEST = 1L << 48;
    private static final int WORD = 8;

    private final DebugEntries entries;
    private final DebugTypes types;
    /** Types that were taken apart, for one layout. */
    private int steps;
    /** What the pointers in layouts lead to. */
    private final List<DebugTypes.Bare> targets = new ArrayList<>();

    DebugLayouts(DebugEntries entries) {
        this.entries = entries;
        this.types = new DebugTypes(entries);
    }

    /** Some objects of one type, one after the other. */
    private record Objects(DebugTypes.Bare type, OptionalLong count) {
    }

    /** Where in the object whose type an entry names a member is, in bytes. */
    long offset(DebugEntry typed, List<String> members) throws FormatException {
        return member(typed, members).bit / Byte.SIZE;
    }

    /** What lies at an offset in such an object, or in a member of it. */
    ObjectLayout at(DebugEntry typed, List<String> members, long offset) throws FormatException {
        return layout(place(member(typed, members).type, offset));
    }

    /** What the pointer at an offset in such an object, or in a member of it, leads to. */
    ObjectLayout behind(DebugEntry typed, List<String> members, long offset) throws FormatException {
        DebugTypes.Bare place = place(member(typed, members).type, offset).type;
        for (int depth = 0; depth < DEEPEST && place.entry() != null && DebugTypes.isStructure(place.entry()); depth++) {
            place = elements(memberAt(place, 0).type).type;
        }
        if (place.entry() == null || !isPointer(place.entry())) {
            throw entries.unfit("no pointer is there, but " + place.name());
        }
        return layout(new Objects(types.bare(place.entry()), OptionalLong.empty()));
    }

    /** What a pointer leads to. */
    ObjectLayout behind(ObjectLayout.Type.Pointer pointer) throws FormatException {
        return layout(new Objects(targets.get(pointer.target()), OptionalLong.empty()));
    }

    private ObjectLayout layout(Objects objects) throws FormatException {
        List<Field> fields = new ArrayList<>();
        steps = 0;
        add("", objects.type, 0, fields, 0);
        fields.sort(Comparator.comparingLong(Field::bit));
        long end = 0;
        for (Field field : fields) {
            if (field.bit() < end) {
                throw entries.unfit(objects.type.name() + " has fields that overlap: " + field.name());
            }
            end = field.bit() + field.bits();
        }
        return new ObjectLayout(objects.type.name(), size(objects.type), objects.count, fields);
    }

    // ---- places in an object

    /** The elements of an array, of all dimensions; one element is another type as it is. */
    private Objects elements(DebugTypes.Bare type) throws FormatException {
        DebugTypes.Bare element = type;
        OptionalLong count = OptionalLong.of(1);
        for (int depth = 0; depth < DEEPEST && element.entry() != null && element.entry().tag() == DebugEntry.TAG_ARRAY_TYPE; depth++) {
            long inner = count(element.entry());
            // Of an array without an end the memory it lies in has to tell.
            count = inner == 0 || count.isEmpty() ? OptionalLong.empty() : OptionalLong.of(times(count.getAsLong(), inner));
            element = types.bare(element.entry());
        }
        if (element.entry() != null && element.entry().tag() == DebugEntry.TAG_ARRAY_TYPE) {
            throw entries.fault("a type that is made of itself");
        }
        return new Objects(element, count);
    }

    /** The member that names lead to. */
    private Member member(DebugEntry typed, List<String> names) throws FormatException {
        DebugTypes.Bare type = types.bare(typed);
        long bit = 0;
        for (String name : names) {
            if (type.entry() == null || !DebugTypes.isStructure(type.entry())) {
                throw entries.unfit(type.name() + " has no member " + name);
            }
            List<Member> members = members(type.entry());
            DebugTypes.Bare structure = type;
            Member next = members.stream().filter(each -> each.name.equals(name) && each.bit % Byte.SIZE == 0).findFirst().orElseThrow(() -> entries.unfit(
                    structure.name() + " has no member " + name + "; it has " + members.stream().map(Member::name).collect(Collectors.joining(", "))));
            type = next.type;
            bit += next.bit;
        }
        return new Member("", type, bit, Byte.SIZE * size(type), false);
    }

    /** The largest objects that begin at an offset in another: an array, or what is left of it from there on. */
    private Objects place(DebugTypes.Bare whole, long offset) throws FormatException {
        Objects place = elements(whole);
        long left = offset;
        for (int depth = 0; left > 0; depth++) {
            long size = size(place.type);
            long passed = size == 0 ? 0 : left / size;
            if (place.count.isPresent() && passed >= place.count.getAsLong() || depth > DEEPEST) {
                throw entries.unfit("nothing begins " + left + " bytes into " + place.type.name());
            }
            left -= passed * size;
            place = new Objects(place.type, place.count.isPresent() ? OptionalLong.of(place.count.getAsLong() - passed) : place.count);
            if (left > 0) {
                Member member = memberAt(place.type, left);
                left -= member.bit / Byte.SIZE;
                place = elements(member.type);
            }
        }
        return place;
    }

    /** The member of a structure that covers a byte. */
    private Member memberAt(DebugTypes.Bare structure, long offset) throws FormatException {
        boolean isStructure = structure.entry() != null && DebugTypes.isStructure(structure.entry());
        for (Member member : isStructure ? members(structure.entry()) : List.<Member>of()) {
            if (member.bits % Byte.SIZE == 0 && member.bit % Byte.SIZE == 0 && member.bit / Byte.SIZE <= offset && offset < (member.bit + member.bits) / Byte.SIZE) {
                return member;
            }
        }
        throw entries.unfit("nothing begins " + offset + " bytes into " + structure.name());
    }

    // ---- taking apart

    /** A member of a structure, or what it inherits, which has no name of its own. */
    private record Member(String name, DebugTypes.Bare type, long bit, long bits, boolean isPart) {
    }

    private List<Member> members(DebugEntry structure) throws FormatException {
        List<Member> members = new ArrayList<>();
        for (DebugEntry each : entries.children(structure)) {
            boolean inherits = each.tag() == DebugEntry.TAG_INHERITANCE;
            boolean isPlaced = each.attribute(DebugEntry.DATA_MEMBER_LOCATION).isPresent() || each.attribute(DebugEntry.DATA_BIT_OFFSET).isPresent();
            // What has no place is one object for all, or the kind of a variant.
            if ((inherits || each.tag() == DebugEntry.TAG_MEMBER) && isPlaced) {
                members.add(member(each, inherits ? "" : entries.text(each, DebugEntry.NAME)));
            }
        }
        return members;
    }

    private Member member(DebugEntry entry, String name) throws FormatException {
        DebugTypes.Bare type = types.bare(entry);
        long size = size(type);
        long bits = entry.number(DebugEntry.BIT_SIZE, 0);
        if (bits == 0) {
            return new Member(name, type, Byte.SIZE * entries.offset(entry), Byte.SIZE * size, false);
        }
        long bit = entry.number(DebugEntry.DATA_BIT_OFFSET, -1);
        if (bit < 0) {
            // DWARF 3 counts from the highest bit of the unit that the field lies in.
            long unit = entry.number(DebugEntry.BYTE_SIZE, size);
            bit = Byte.SIZE * (entries.offset(entry) + unit) - entry.number(DebugEntry.BIT_OFFSET, 0) - bits;
        } else {
            bit += Byte.SIZE * entries.offset(entry);
        }
        return new Member(name, type, bit, bits, true);
    }

    private void add(String name, DebugTypes.Bare type, long bit, List<Field> fields, int depth) throws FormatException {
        if (depth > DEEPEST || ++steps > MOST_FIELDS) {
            throw entries.unfit("a type of more than " + MOST_FIELDS + " fields, or more than " + DEEPEST + " types deep");
        }
        long size = size(type);
        if (DebugTypes.isStructure(type.entry())) {
            for (Member member : members(type.entry())) {
                add(name, member, bit, fields, depth);
            }
        } else if (type.entry().tag() == DebugEntry.TAG_ARRAY_TYPE) {
            addArray(name, elements(type), size, bit, fields, depth);
        } else {
            addField(name, bit, Byte.SIZE * size, leaf(type, size), fields);
        }
    }

    private void add(String prefix, Member member, long bit, List<Field> fields, int depth) throws FormatException {
        String name = prefix.isEmpty() || member.name.isEmpty() ? prefix + member.name : prefix + "." + member.name;
        if (!member.isPart) {
            add(name, member.type, bit + member.bit, fields, depth + 1);
        } else if (!member.name.isEmpty()) {
            addField(name, bit + member.bit, member.bits, new ObjectLayout.Type.Number(), fields);
        }
    }

    private void addArray(String name, Objects objects, long size, long bit, List<Field> fields, int depth) throws FormatException {
        long element = size(objects.type);
        long count = objects.count.orElse(0);
        if (element == 1 && types.type(objects.type) instanceof Type.Number) {
            addField(name, bit, Byte.SIZE * size, new ObjectLayout.Type.Bytes("an array of bytes"), fields);
        } else if (count > MOST_ELEMENTS) {
            addField(name, bit, Byte.SIZE * size, new ObjectLayout.Type.Bytes("an array of " + count + " elements"), fields);
        } else {
            for (int i = 0; i < count; i++) {
                add(name.isEmpty() ? "" + i : name + "." + i, objects.type, bit + Byte.SIZE * element * i, fields, depth + 1);
            }
        }
    }

    private static void addField(String name, long bit, long bits, ObjectLayout.Type type, List<Field> fields) {
        if (bits > 0) {
            fields.add(new Field(name.isEmpty() ? "value" : name, bit, bits, type));
        }
    }

    private ObjectLayout.Type leaf(DebugTypes.Bare type, long size) throws FormatException {
        if (isPointer(type.entry())) {
            DebugTypes.Bare target = types.bare(type.entry());
            targets.add(target);
            return new ObjectLayout.Type.Pointer(hasSize(target) ? size(target) : 0, targets.size() - 1);
        }
        if (type.entry().tag() == DebugEntry.TAG_UNION_TYPE) {
            return new ObjectLayout.Type.Bytes("a union");
        }
        boolean isNumber = size <= WORD && types.type(type) instanceof Type.Number;
        return isNumber ? new ObjectLayout.Type.Number() : new ObjectLayout.Type.Bytes(type.name().isEmpty() ? "no number" : "a " + type.name());
    }

    // ---- sizes

    private static boolean isPointer(DebugEntry type) {
        return type.tag() == DebugEntry.TAG_POINTER_TYPE || type.tag() == DebugEntry.TAG_REFERENCE_TYPE || type.tag() == DebugEntry.TAG_RVALUE_REFERENCE_TYPE;
    }

    private boolean hasSize(DebugTypes.Bare type) throws FormatException {
        DebugEntry element = elements(type).type.entry();
        return element != null && (isPointer(element) || element.attribute(DebugEntry.BYTE_SIZE).isPresent());
    }

    private long size(DebugTypes.Bare type) throws FormatException {
        if (!hasSize(type)) {
            throw entries.unfit(type.name() + " has no size where it is declared");
        }
        if (isPointer(type.entry())) {
            return WORD;
        }
        Objects objects = elements(type);
        if (objects.type == type) {
            return times(type.entry().number(DebugEntry.BYTE_SIZE, 0), 1);
        }
        return times(size(objects.type), objects.count.orElse(0));
    }

    /** How many elements an array has, of all its dimensions; 0 where that is not said. */
    private long count(DebugEntry array) throws FormatException {
        long count = 1;
        for (DebugEntry each : entries.children(array)) {
            if (each.tag() == DebugEntry.TAG_SUBRANGE_TYPE) {
                long dimension = each.number(DebugEntry.COUNT, each.number(DebugEntry.UPPER_BOUND, -1) + 1);
                count = times(count, Math.max(dimension, 0));
            }
        }
        return count;
    }

    private long times(long a, long b) throws FormatException {
        if (a < 0 || b < 0 || Math.multiplyHigh(a, b) != 0 || a * b >= LARGEST) {
            throw entries.unfit("an object of more than 2^48 bytes");
        }
        return a * b;
    }
}
