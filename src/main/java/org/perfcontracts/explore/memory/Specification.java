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
    private static final Pattern UNUSED = Pattern.compile("-(\\d{1,9})");
    private static final Pattern BETWEEN_RANGES = Pattern.compile(" ?\\| ?| ");
    private static final Pattern RANGE = Pattern.compile("(0x[0-9a-fA-F]+|\\d+)(?:\\.\\.(0x[0-9a-fA-F]+|\\d+))?");

    private final String name;
    private final String text;

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
     * The parts of an element.
     *
     * @param size of an element in bytes
     * @throws IllegalArgumentException naming the region and what is wrong with its specification
     */
    List<Region.Chunk> chunks(int size) {
        List<Region.Field> fields = new ArrayList<>();
        for (String part : text.strip().split("\\s*,\\s*")) {
            fields.addAll(fields(part.replaceAll("\\s+", " ")));
        }
        List<Region.Chunk> chunks = new ArrayList<>();
        List<Region.Field> open = new ArrayList<>();
        int bits = 0;
        int offset = 0;
        for (Region.Field field : fields) {
            open.add(field);
            bits += field.bits();
            if (bits % 8 == 0 && bits <= 64) {
                chunks.add(new Region.Chunk(offset, bits / 8, List.copyOf(open)));
                offset += bits / 8;
                bits = 0;
                open.clear();
            } else if (bits > 64) {
                throw fault("bit fields of more than 64 bits in a row: " + text);
            }
        }
        if (bits != 0 || offset != size) {
            throw fault("its fields take " + (offset + bits / 8.0) + " bytes, its elements have " + size + ": " + text);
        }
        return List.copyOf(chunks);
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("region " + name + ": " + what);
    }

    // ---- fields

    private List<Region.Field> fields(String part) {
        Matcher number = NUMBER.matcher(part);
        if (number.matches()) {
            return List.of(number(part, number));
        }
        Matcher pointer = POINTER.matcher(part);
        if (pointer.matches()) {
            return List.of(new Region.Field.Pointer(pointer.group(1), bytesIn(part, pointer.group(2))));
        }
        Matcher bytes = BYTES.matcher(part);
        if (bytes.matches()) {
            return anything(bytes.group(1), bytesIn(part, bytes.group(2)));
        }
        Matcher unused = UNUSED.matcher(part);
        if (unused.matches()) {
            return anything("unused", bytesIn(part, unused.group(1)));
        }
        throw fault("\"" + part + "\" is no field; fields are like busy:u32 0..1, stamp:u64, mac:[6], key:*16 and -8");
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

    private int bytesIn(String part, String digits) {
        int bytes = Integer.parseInt(digits);
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw fault("1 to 2^16 bytes, not " + digits + ": " + part);
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
