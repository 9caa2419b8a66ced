package org.perfcontracts.target;

import java.util.OptionalLong;

/**
 * A region of abstract state that the program does not register, but that the target's file declares.
 *
 * @param name of the region: {@code instance.part}
 * @param place where its first element is
 * @param elementSize in bytes
 * @param count of elements; empty for as many as the object has from there on
 * @param fields of an element, as {@code bolt_state()} takes them
 */
public record SideState(String name, Place place, int elementSize, OptionalLong count, String fields) {
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
}
