package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said of the elements of a region, in the words of {@code bolt_state()}, which native/bolt.h explains. */
final class Specification {
    /** The largest element. */
    static final int MOST_BYTES = 1 << 16;

    private static final String NAME = "([\\w.-]+)";
    private static final Pattern NUMBER = Pattern.compile(NAME + ":u(\\d{1,3})(?: (.+))?");
    private static final Pattern BYTES = Pattern.compile(NAME + ":\\[(\\d{1,9})]");
    private static final Pattern POINTER = Pattern.compile(NAME + ":\\*(\\d{1,9})");
    private static final Pattern LEADS = Pattern.compile(NAME + ": ?-> ?(?:(\\d{1,9}) ?)?\\{(.*)}");
    private static final Pattern UNUSED = Pattern.compile("-(\\d{1,9})");
    private static final Pattern BETWEEN_RANGES = Pattern.compile(" ?\\| ?| ");
    private static final Pattern RANGE = Pattern.compile("(0x[0-9a-fA-F]+|\\d+)(?:\\.\\.(0x[0-9a-fA-F]+|\\d+))?");

    private static final Pattern GROUP = Pattern.compile("\\[\\s*(\\d+)\\s*(\\.\\.\\s*(\\d*)\\s*)?]\\s*:\\s*(.*)", Pattern.DOTALL);
    private static final int MOST_DIGITS = 10;
    private static final int DEEPEST = 8;

    private final String name;
    private final String text;

    /** Knows what is behind the pointers of a region. */
    interface Pointees {
        /**
         * Where the pointers of some elements lead: each to objects that are regions from now on.
         *
         * @param pointers the field, with what is said of the objects
         * @param first of the elements
         * @param last of the elements
         * @param offset of the field in each of them, in bytes
         */
        List<Region.Range> places(Pointers pointers, long first, long last, int offset);
    }

    /**
     * A field that holds pointers to objects which are told of.
     *
     * @param field its name
     * @param count of objects, one behind the other, that each of them leads to
     * @param objects what such an object is, in the words of {@code bolt_state()}
     */
    record Pointers(String field, long count, String objects) {
    }

    /**
     * What is said of a region.
     *
     * @param name of the region, for complaints
     */
    Specification(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * How many bytes an element has by its fields.
     *
     * @throws IllegalArgumentException naming the region and what is wrong with its specification
     */
    int size() {
        String fields = text.strip();
        Matcher group = GROUP.matcher(split(fields, ';').getFirst());
        long bits = parts(group.matches() ? group.group(4) : fields).stream().mapToLong(Part::bits).sum();
        if (bits % 8 != 0 || bits / 8 > MOST_BYTES) {
            throw fault("its fields take " + bits / 8.0 + " bytes, which must be whole and at most 2^16: " + text);
        }
        return (int) (bits / 8);
    }

    /**
     * The groups of elements, and what each holds.
     *
     * @param size of an element in bytes
     * @param count of elements
     * @throws IllegalArgumentException naming the region and what is wrong with its specification
     */
    List<Region.Group> groups(int size, long count, Pointees pointees) {
        if (!text.strip().startsWith("[")) {
            return List.of(new Region.Group(0, chunks(text, size, (pointers, offset) -> pointees.places(pointers, 0, count - 1, offset))));
        }
        List<Region.Group> groups = new ArrayList<>();
        long next = 0;
        for (String part : split(text.strip(), ';')) {
            Matcher group = GROUP.matcher(part);
            if (!group.matches()) {
                throw fault("\"" + part + "\" is no group of elements; groups are like [0..1]: next:u32 0..63; [2..]: next:u32");
            }
            long first = element(group.group(1), part);
            long last = group.group(2) == null ? first : group.group(3).isEmpty() ? count - 1 : element(group.group(3), part);
            if (first != next || last < first || last >= count) {
                throw fault(first == next ? "it has elements 0 to " + (count - 1) + ", not those of \"" + part + "\""
                        : "element " + next + " comes next, not " + first + ": " + text);
            }
            groups.add(new Region.Group(first, chunks(group.group(4), size, (pointers, offset) -> pointees.places(pointers, first, last, offset))));
            next = last + 1;
        }
        if (next != count) {
            throw fault("nothing is said of elements " + next + " to " + (count - 1) + ": " + text);
        }
        checkAlike(groups);
        return List.copyOf(groups);
    }

    /** The pieces between separators that are not in braces. */
    private List<String> split(String whole, char separator) {
        List<String> pieces = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == separator && depth == 0) {
                pieces.add(whole.substring(begin, i).strip());
                begin = i + 1;
            }
            if (depth < 0 || depth > DEEPEST) {
                break;
            }
        }
        if (depth != 0) {
            throw fault("braces that do not match, or more than " + DEEPEST + " deep: " + text);
        }
        pieces.add(whole.substring(begin).strip());
        return pieces;
    }

    private long element(String digits, String part) {
        if (digits.length() > MOST_DIGITS) {
            throw fault("there is no element " + digits + ": " + part);
        }
        return Long.parseLong(digits);
    }

    /** The places of fields are those of a type, of which all elements are. */
    private void checkAlike(List<Region.Group> groups) {
        for (Region.Group group : groups) {
            if (!places(group).equals(places(groups.getFirst()))) {
                throw fault("all elements have the same fields in the same places, with other ranges: " + text);
            }
        }
    }

    private static List<String> places(Region.Group group) {
        return group.chunks().stream().flatMap(chunk -> chunk.fields().stream().map(field ->
                chunk.offset() + field.name() + ":" + field.bits() + (field instanceof Region.Field.Pointer(String _, int size) ? "*" + size : ""))).toList();
    }

    /** What a part of an element holds, whichever group that is in. */
    static List<Region.Chunk> whatever(List<Region.Group> groups) {
        List<Region.Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < groups.getFirst().chunks().size(); i++) {
            Region.Chunk chunk = groups.getFirst().chunks().get(i);
            List<Region.Field> fields = new ArrayList<>();
            for (int k = 0; k < chunk.fields().size(); k++) {
                int which = i;
                int field = k;
                fields.add(whichever(groups.stream().map(group -> group.chunks().get(which).fields().get(field)).toList()));
            }
            chunks.add(new Region.Chunk(chunk.offset(), chunk.bytes(), List.copyOf(fields)));
        }
        return List.copyOf(chunks);
    }

    private static Region.Field whichever(List<Region.Field> alike) {
        if (!(alike.getFirst() instanceof Region.Field.Number number) || alike.stream().distinct().count() == 1) {
            return alike.getFirst();
        }
        return new Region.Field.Number(number.name(), number.bits(), Ranges.union(alike.stream().flatMap(each -> ((Region.Field.Number) each).ranges().stream()).toList()));
    }

    // ---- elements

    /** Where the pointers of a field at an offset lead. */
    private interface Leading {
        List<Region.Range> places(Pointers pointers, int offset);
    }

    private List<Region.Chunk> chunks(String spec, int size, Leading leading) {
        List<Region.Chunk> chunks = new ArrayList<>();
        List<Region.Field> open = new ArrayList<>();
        int bits = 0;
        int offset = 0;
        for (Part part : parts(spec)) {
            open.add(switch (part) {
                case Part.Plain(Region.Field field) -> field;
                // Of what is no place of a pointer nothing is looked up; it is refused below.
                case Part.Leads(Pointers pointers) -> bits == 0 && offset <= size - 8
                        ? new Region.Field.Number(pointers.field, 64, leading.places(pointers, offset)) : Region.Field.Number.any(pointers.field, 64);
            });
            bits += part.bits();
            if (bits % 8 == 0 && bits <= 64) {
                chunks.add(new Region.Chunk(offset, bits / 8, List.copyOf(open)));
                offset += bits / 8;
                bits = 0;
                open.clear();
            } else if (bits > 64) {
                throw fault("bit fields of more than 64 bits in a row: " + spec);
            }
        }
        if (bits != 0 || offset != size) {
            throw fault("its fields take " + (offset + bits / 8.0) + " bytes, its elements have " + size + ": " + spec);
        }
        return List.copyOf(chunks);
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("region " + name + ": " + what);
    }

    // ---- fields

    /** A part of an element as it is written. */
    private sealed interface Part {
        /** How many bits it has. */
        int bits();

        record Plain(Region.Field field) implements Part {
            @Override
            public int bits() {
                return field.bits();
            }
        }

        record Leads(Pointers pointers) implements Part {
            @Override
            public int bits() {
                return 64;
            }
        }
    }

    private List<Part> parts(String spec) {
        List<Part> parts = new ArrayList<>();
        for (String each : split(spec, ',')) {
            String part = each.replaceAll("\\s+", " ");
            Matcher leads = LEADS.matcher(part);
            if (leads.matches()) {
                long count = leads.group(2) == null ? 1 : bytesIn(part, leads.group(2), "objects");
                parts.add(new Part.Leads(new Pointers(leads.group(1), count, leads.group(3).strip())));
            } else {
                fields(part).forEach(field -> parts.add(new Part.Plain(field)));
            }
        }
        return parts;
    }

    private List<Region.Field> fields(String part) {
        Matcher number = NUMBER.matcher(part);
        if (number.matches()) {
            return List.of(number(part, number));
        }
        Matcher pointer = POINTER.matcher(part);
        if (pointer.matches()) {
            return List.of(new Region.Field.Pointer(pointer.group(1), bytesIn(part, pointer.group(2), "bytes")));
        }
        Matcher bytes = BYTES.matcher(part);
        if (bytes.matches()) {
            return anything(bytes.group(1), bytesIn(part, bytes.group(2), "bytes"));
        }
        Matcher unused = UNUSED.matcher(part);
        if (unused.matches()) {
            return anything("unused", bytesIn(part, unused.group(1), "bytes"));
        }
        throw fault("\"" + part + "\" is no field; fields are like busy:u32 0..1, stamp:u64, mac:[6], key:*16, limits:->{most:u32} and -8");
    }

    private Region.Field number(String part, Matcher number) {
        int bits = Integer.parseInt(number.group(2));
        if (bits < 1 || bits > 64) {
            throw fault("a number has 1 to 64 bits: " + part);
        }
        if (number.group(3) == null) {
            return Region.Field.Number.any(number.group(1), bits);
        }
        List<Region.Range> ranges = new ArrayList<>();
        for (String range : BETWEEN_RANGES.split(number.group(3), -1)) {
            ranges.add(range(part, range, bits));
        }
        return new Region.Field.Number(number.group(1), bits, List.copyOf(ranges));
    }

    private Region.Range range(String part, String range, int bits) {
        Matcher ends = RANGE.matcher(range);
        if (ends.matches()) {
            try {
                long low = value(ends.group(1));
                long high = ends.group(2) == null ? low : value(ends.group(2));
                if (Long.compareUnsigned(low, high) <= 0 && Long.compareUnsigned(high, -1L >>> 64 - bits) <= 0) {
                    return new Region.Range(low, high);
                }
            } catch (NumberFormatException tooLarge) {
                // it has more bits than any number has
            }
        }
        throw fault("not a range of " + bits + " bits: " + part);
    }

    private static long value(String number) {
        return number.startsWith("0x") ? Long.parseUnsignedLong(number.substring(2), 16) : Long.parseUnsignedLong(number);
    }

    private int bytesIn(String part, String digits, String what) {
        int bytes = Integer.parseInt(digits);
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw fault("1 to 2^16 " + what + ", not " + digits + ": " + part);
        }
        return bytes;
    }

    /** Bytes of any value, in words as wide as fit. */
    private static List<Region.Field> anything(String name, int bytes) {
        List<Region.Field> words = new ArrayList<>();
        for (int left = bytes; left > 0; ) {
            int word = Math.min(left, 8);
            words.add(Region.Field.Number.any(name, 8 * word));
            left -= word;
        }
        return words;
    }
}
