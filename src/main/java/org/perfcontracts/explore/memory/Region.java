package org.perfcontracts.explore.memory;

import java.util.List;

/**
 * An array of abstract state: its content in the snapshot is one of many that it can have (soundness rule 5).
 *
 * @param name what it was registered as: {@code instance.part}
 * @param address of the first element, in the process
 * @param elementSize in bytes, at least 1
 * @param count of elements, at least 1
 * @param chunks what an element holds, from its first byte to its last: whatever one of the groups does
 * @param kind where it comes from
 * @param groups elements that may hold the same, in rising order, at least one: in all of them fields have the same places, but not the
 *     same ranges
 */
public record Region(String name, long address, int elementSize, long count, List<Chunk> chunks, Kind kind, List<Group> groups) {
    /** A region whose elements may all hold the same. */
    public Region(String name, long address, int elementSize, long count, List<Chunk> chunks, Kind kind) {
        this(name, address, elementSize, count, chunks, kind, List.of(new Group(0, chunks)));
    }

    /** Of the address: regions lie apart, and states look them up with every instruction. */
    @Override
    public int hashCode() {
        return Long.hashCode(address);
    }

    /**
     * Elements that may hold the same.
     *
     * @param first of them; the last is the one before the next group's first, or the region's last
     * @param chunks what each of them holds
     */
    public record Group(long first, List<Chunk> chunks) {
    }

    /** Where a region comes from. */
    public enum Kind {
        /** The program has registered it: it is a part of the data structure that its name says. */
        REGISTERED,
        /** Its elements are the objects to which pointers of registered regions can lead; the program has others in their place. */
        OBJECTS,
        /** Packets were found to change it and to read it. */
        FOUND
    }

    /** Whether it is a part of a data structure that the program has named. */
    public boolean isNamed() {
        return kind == Kind.REGISTERED;
    }

    /**
     * Some bytes of an element that are read and written together.
     *
     * @param offset in the element, in bytes; in the first of the slots where there are several
     * @param bytes 1 to 8
     * @param fields what they hold, from the lowest bit up
     * @param slots the array in the element whose slots all have such bytes; one slot as large as the chunk where it is in none
     */
    public record Chunk(int offset, int bytes, List<Field> fields, Slots slots) {
        /** Bytes that are in no array in the element. */
        public Chunk(int offset, int bytes, List<Field> fields) {
            this(offset, bytes, fields, new Slots(offset, bytes, 1));
        }

        int end() {
            return offset + bytes;
        }

        /** Whether a byte of an element is among those of the chunk, in whichever slot. */
        boolean covers(int place) {
            return slots.contains(place) && skip(place) >= 0 && skip(place) < bytes;
        }

        /** How many bytes of the chunk come before one of an element in the same slot. */
        int skip(int place) {
            return slots.inFirst(place) - offset;
        }
    }

    /**
     * An array in each element of a region.
     *
     * @param offset of the first slot in the element, in bytes
     * @param size of a slot in bytes, at least 1
     * @param count of slots, at least 1
     */
    public record Slots(int offset, int size, int count) {
        /** The place in an element behind the last slot. */
        public int end() {
            return offset + size * count;
        }

        /** Whether a byte of an element is in one of the slots. */
        public boolean contains(int place) {
            return offset <= place && place < end();
        }

        /** The place in the first slot that is like one in any of them. */
        int inFirst(int place) {
            return offset + Math.floorMod(place - offset, size);
        }
    }

    /** A part of a chunk. */
    public sealed interface Field {
        String name();

        /** Its width in bits. */
        int bits();

        /** An unsigned number in one of several ranges, of which there is at least one. */
        record Number(String name, int bits, List<Range> ranges) implements Field {
            /** A number of any value. */
            public static Number any(String name, int bits) {
                return new Number(name, bits, List.of(new Range(0, -1L >>> 64 - bits)));
            }

            /** Whether all values of so many bits are in the ranges. */
            public boolean isAny() {
                return ranges.size() == 1 && ranges.getFirst().equals(any(name, bits).ranges.getFirst());
            }

            /** Whether a value is in one of the ranges. */
            public boolean contains(long value) {
                return ranges.stream().anyMatch(range -> range.contains(value));
            }
        }

        /** A pointer to an object of so many bytes of any value: one of {@link Regions#objectsOf}. */
        record Pointer(String name, int size) implements Field {
            @Override
            public int bits() {
                return 64;
            }
        }
    }

    /**
     * Unsigned numbers from one to another, both included, in steps.
     *
     * @param step at least 1; the last number is the first one and a multiple of it
     */
    public record Range(long low, long high, long step) {
        /** All numbers from one to another. */
        public Range(long low, long high) {
            this(low, high, 1);
        }

        /** Whether a number is among them. */
        public boolean contains(long value) {
            return Long.compareUnsigned(low, value) <= 0 && Long.compareUnsigned(value, high) <= 0
                    && Long.remainderUnsigned(value - low, step) == 0;
        }

        /** How many there are, less one; unsigned. */
        public long last() {
            return Long.divideUnsigned(high - low, step);
        }

        @Override
        public String toString() {
            return Long.toUnsignedString(low) + (low == high ? "" : ".." + Long.toUnsignedString(high)) + (step == 1 ? "" : "/" + step);
        }
    }

    /** The address after the last element. */
    public long end() {
        return address + elementSize * count;
    }

    /** The address of a group's first element. */
    long address(Group group) {
        return address + elementSize * group.first;
    }

    /** The address after a group's last element. */
    long end(Group group) {
        int next = groups.indexOf(group) + 1;
        return next == groups.size() ? end() : address(groups.get(next));
    }

    /** The group that an element is in. */
    public Group group(long element) {
        return groups.reversed().stream().filter(group -> group.first <= element).findFirst().orElseThrow();
    }

    /** Such as: elements 0 to 1. */
    String elements(Group group) {
        long last = (end(group) - address) / elementSize - 1;
        return group.first == last ? "element " + last : "elements " + group.first + " to " + last;
    }

    /** The arrays in each of its elements. */
    public List<Slots> arrays() {
        return chunks.stream().map(Chunk::slots).filter(slots -> slots.count > 1).distinct().toList();
    }

    /** The data structure that it is a part of. */
    public String instance() {
        return instance(name);
    }

    /** The data structure that a region of the given name is a part of. */
    public static String instance(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    boolean contains(long place) {
        return Long.compareUnsigned(place, address) >= 0 && Long.compareUnsigned(place, end()) < 0;
    }
}
