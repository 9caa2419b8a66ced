package org.perfcontracts.target;

import java.util.List;
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
         * @param groups what is said of its fields besides, at least one; of some elements each, or of all
         */
        record Typed(List<Group> groups) implements Element {
            /** Copies the list. */
            public Typed {
                groups = List.copyOf(groups);
            }
        }
    }

    /**
     * What is said of the fields of some elements.
     *
     * @param elements which, as {@code bolt_state()} takes them: {@code [0..1]}; empty for all
     * @param fields by name, as debug information has them; all others may hold anything
     */
    public record Group(String elements, Map<String, Content> fields) {
    }

    /** What a field may hold. */
    public sealed interface Content {
        /** What {@code bolt_state()} takes behind a field's name. */
        record Words(String text) implements Content {
        }

        /**
         * Pointers to objects of which is told what they hold.
         *
         * @param count of objects that each of the pointers leads to, one behind the other
         */
        record Objects(long count, List<Group> groups) implements Content {
        }
    }
}
