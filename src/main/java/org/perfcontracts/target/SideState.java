package org.perfcontracts.target;

import java.util.Map;
import java.util.OptionalLong;

/**
 * A region of abstract state that the program does not register, but that the target's file declares.
 *
 * @param name of the region: {@code instance.part}
 * @param place where its first element is
 * @param count of elements; empty for as many as the object has from there on
 * @param element what an element is
 */
public record SideState(String name, Place place, OptionalLong count, Element element) {
    /**
     * A place in memory in the words of its author.
     *
     * @param symbol a variable
     * @param offset in it, in bytes
     * @param follows whether the array is where the pointer at that place leads
     */
    public record Place(String symbol, long offset, boolean follows) {
        @Override
        public String toString() {
            return (follows ? "*" : "") + symbol + (offset == 0 ? "" : "+0x" + Long.toHexString(offset));
        }
    }

    /** What an element of the array is. */
    public sealed interface Element {
        /**
         * So many bytes with fields one after the other.
         *
         * @param size in bytes
         * @param fields as {@code bolt_state()} takes them
         */
        record Laid(int size, String fields) implements Element {
        }

        /**
         * What debug information says of the variable.
         *
         * @param fields by name, as it has them: what they may hold, as {@code bolt_state()} takes it behind a field's name; all others
         *     may hold anything
         */
        record Typed(Map<String, String> fields) implements Element {
        }
    }
}
