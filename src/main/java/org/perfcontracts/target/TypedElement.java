package org.perfcontracts.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.perfcontracts.image.ObjectLayout;
import org.perfcontracts.image.ObjectLayout.Field;
import org.perfcontracts.image.ObjectLayout.Type;

/** Writes the fields of an object, as debug information has them, in the words of {@code bolt_state()}. */
final class TypedElement {
    private static final Pattern POINTER = Pattern.compile("\\*(\\d{0,9})");
    private static final Pattern RANGES = Pattern.compile("[0-9][0-9a-fA-Fx.| ]*");
    private static final Pattern INDEX = Pattern.compile("(^|\\.)\\d+(?=\\.|$)");
    private static final int MOST_NAMES = 12;

    private final ObjectLayout layout;
    private final Map<String, String> restrictions;
    private final List<String> words = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    private TypedElement(ObjectLayout layout, Map<String, String> restrictions) {
        this.layout = layout;
        this.restrictions = restrictions;
    }

    /**
     * The fields of elements.
     *
     * @param groups what fields may hold, of some elements each, or of all; a name without the indices of arrays stands for all of those
     * @throws IllegalArgumentException naming a restriction that fits no field
     */
    static String words(ObjectLayout layout, List<SideState.Group> groups) {
        return groups.stream().map(group -> (group.elements().isEmpty() ? "" : group.elements() + ": ") + new TypedElement(layout, group.fields()).words())
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
        String restriction = restriction(field);
        return field.name() + switch (field.type()) {
            case Type.Number _ -> ":u" + field.bits() + (restriction.isEmpty() ? "" : " " + ranges(field, restriction));
            case Type.Pointer _ when restriction.isEmpty() -> ":u" + field.bits();
            case Type.Pointer(long size) -> pointer(field, restriction, size);
            case Type.Bytes(String what) -> {
                if (!restriction.isEmpty()) {
                    throw new IllegalArgumentException("field " + field.name() + " of " + layout.type() + " is " + what + ", which holds anything");
                }
                yield ":[" + field.bits() / Byte.SIZE + "]";
            }
        };
    }

    /** What is said of a field, or of all elements of an array that it lies in; empty if nothing is. */
    private String restriction(Field field) {
        for (String name : List.of(field.name(), withoutIndices(field.name()))) {
            if (restrictions.containsKey(name)) {
                used.add(name);
                return restrictions.get(name).strip();
            }
        }
        return "";
    }

    private String ranges(Field field, String restriction) {
        if (!RANGES.matcher(restriction).matches()) {
            throw new IllegalArgumentException("field " + field.name() + " of " + layout.type() + " holds numbers such as 0..63, not " + YamlNode.quoted(restriction));
        }
        return restriction;
    }

    private String pointer(Field field, String restriction, long size) {
        Matcher pointer = POINTER.matcher(restriction);
        if (!pointer.matches()) {
            return ":u" + field.bits() + " " + ranges(field, restriction);
        }
        if (pointer.group(1).isEmpty() && size == 0) {
            throw new IllegalArgumentException("field " + field.name() + " of " + layout.type() + " leads to something of no known size; give it: *16");
        }
        return ":*" + (pointer.group(1).isEmpty() ? size : pointer.group(1));
    }
}
