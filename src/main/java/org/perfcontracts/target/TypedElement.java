package org.perfcontracts.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.perfcontracts.image.ObjectLayout;
import org.perfcontracts.image.ObjectLayout.Field;
import org.perfcontracts.image.ObjectLayout.Type;

/** Writes the fields of an object, as debug information has them, in the words of {@code bolt_state()}. */
final class TypedElement {
    private static final Pattern POINTER = Pattern.compile("\\*\\d{0,9}");
    private static final Pattern RANGES = Pattern.compile("[0-9][0-9a-fA-Fx.| ]*");
    private static final Pattern INDEX = Pattern.compile("(^|\\.)\\d+(?=\\.|$)");
    private static final int MOST_NAMES = 12;

    private final ObjectLayout layout;
    private final Map<String, SideState.Content> restrictions;
    private final Types types;
    private final List<String> words = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    /** Knows what pointers lead to. */
    interface Types {
        /**
         * One object of those that a pointer leads to.
         *
         * @throws IllegalArgumentException where nobody knows
         */
        ObjectLayout behind(Type.Pointer pointer);
    }

    private TypedElement(ObjectLayout layout, Map<String, SideState.Content> restrictions, Types types) {
        this.layout = layout;
        this.restrictions = restrictions;
        this.types = types;
    }

    /**
     * The fields of elements.
     *
     * @param groups what fields may hold, of some elements each, or of all; a name without the indices of arrays stands for all of those
     * @throws IllegalArgumentException naming a restriction that fits no field
     */
    static String words(ObjectLayout layout, List<SideState.Group> groups, Types types) {
        return groups.stream().map(group -> (group.elements().isEmpty() ? "" : group.elements() + ": ") + new TypedElement(layout, group.fields(), types).words())
                .collect(Collectors.joining("; "));
    }

    private String words() {
        long at = 0;
        for (Field field : layout.fields()) {
            skip(at, field.bit());
            words.add(word(field));
            at = field.bit() + field.bits();
        }
        skip(at, Byte.SIZE * layout.size());
        for (String name : restrictions.keySet()) {
            if (!used.contains(name)) {
                throw new IllegalArgumentException(layout.type() + " has no field " + YamlNode.quoted(name) + "; it has " + names());
            }
        }
        return String.join(", ", words);
    }

    private String names() {
        List<String> names = layout.fields().stream().map(field -> withoutIndices(field.name())).distinct().toList();
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + (names.size() > MOST_NAMES ? " …" : "");
    }

    /** Bits between fields: whole bytes as far as they go. */
    private void skip(long from, long to) {
        long at = from;
        while (at < to) {
            long toByte = Math.min(to - at, (Byte.SIZE - at % Byte.SIZE) % Byte.SIZE);
            long bytes = toByte == 0 ? (to - at) / Byte.SIZE : 0;
            long bits = bytes > 0 ? Byte.SIZE * bytes : toByte > 0 ? toByte : to - at;
            words.add(bytes > 0 ? "-" + bytes : "unused:u" + bits);
            at += bits;
        }
    }

    private static String withoutIndices(String name) {
        return INDEX.matcher(name).replaceAll("");
    }

    private String word(Field field) {
        return field.name() + switch (restriction(field)) {
            case null -> anything(field);
            case SideState.Content.Words(String text) -> restricted(field, text.strip());
            case SideState.Content.Objects(long count, List<SideState.Group> groups) -> objects(field, count, groups);
        };
    }

    /** What is said of a field, or of all elements of an array that it lies in; null if nothing is. */
    private SideState.Content restriction(Field field) {
        for (String name : List.of(field.name(), withoutIndices(field.name()))) {
            if (restrictions.containsKey(name)) {
                used.add(name);
                return restrictions.get(name);
            }
        }
        return null;
    }

    private static String anything(Field field) {
        return field.type() instanceof Type.Bytes ? ":[" + field.bits() / Byte.SIZE + "]" : ":u" + field.bits();
    }

    private String restricted(Field field, String text) {
        return switch (field.type()) {
            case Type.Pointer(long size, int _) when POINTER.matcher(text).matches() -> ":*" + size(field, text.substring(1), size);
            case Type.Pointer _, Type.Number _ when RANGES.matcher(text).matches() -> ":u" + field.bits() + " " + text;
            case Type.Pointer _, Type.Number _ -> throw fault(field, "holds numbers such as 0..63, not " + YamlNode.quoted(text));
            case Type.Bytes(String what) -> throw fault(field, "is " + what + ", which holds anything");
        };
    }

    private String size(Field field, String given, long size) {
        if (given.isEmpty() && size == 0) {
            throw fault(field, "leads to something of no known size; give it: *16");
        }
        return given.isEmpty() ? Long.toString(size) : given;
    }

    private String objects(Field field, long count, List<SideState.Group> groups) {
        if (!(field.type() instanceof Type.Pointer pointer)) {
            throw fault(field, "is no pointer, and has no fields behind it");
        }
        return ":-> " + (count == 1 ? "" : count + " ") + "{" + words(types.behind(pointer), groups, types) + "}";
    }

    private IllegalArgumentException fault(Field field, String what) {
        return new IllegalArgumentException("field " + field.name() + " of " + layout.type() + " " + what);
    }
}
