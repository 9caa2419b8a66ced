package org.perfcontracts.image;

import java.util.List;
import java.util.OptionalLong;

/**
 * What debug information says of objects in memory: of a variable, of the elements of an array, or of what a pointer leads to.
 *
 * @param type   how the source calls the type of one object, such as {@code struct node}
 * @param size   of one object in bytes
 * @param count  how many lie one after the other; empty where the type does not say, as behind a pointer
 * @param fields of one object, in rising order, structures in it taken apart; what lies between them is not used
 */
public record ObjectLayout(String type, long size, OptionalLong count, List<Field> fields) {
    /** Copies the list. */
    public ObjectLayout {
        fields = List.copyOf(fields);
    }

    /**
     * A field.
     *
     * @param name the names that lead to it with dots between, an array's indices being names: {@code slots.0.next}; "value" of
     *     objects that have no fields
     * @param bit  its lowest bit in the object
     * @param bits how many it has
     * @param type what it is
     */
    public record Field(String name, long bit, long bits, Type type) {
    }

    /** What a field is. */
    public sealed interface Type {
        /** An integer, a truth value or one of an enumeration, of 1 to 64 bits. */
        record Number() implements Type {
        }

        /**
         * An address.
         *
         * @param size of what it leads to in bytes; 0 where the type does not say
         * @param target by which {@link DebugVariables#behind(Pointer)} knows what it leads to
         */
        record Pointer(long size, int target) implements Type {
        }

        /**
         * Whole bytes of which no more is said.
         *
         * @param what they are, in words: {@code a union}
         */
        record Bytes(String what) implements Type {
        }
    }
}
