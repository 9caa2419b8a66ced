package org.perfcontracts.explore;

import java.util.Map;

/**
 * A loop that was cut, as far as its cost goes: the complete iterations of one execution of it cost, for each point, the
 * rate times the number of passages of the point during them.
 *
 * @param header the address of the loop's header
 * @param position the place in the trace at which the complete iterations are left out: an index of an instruction
 * @param rates the rate of each point, by the name of a PCV or, for unmarked loops, by {@link #automatic}
 * @param exact whether that is the cost rather than an upper bound
 * @param most the greatest number of passages of each point during the complete iterations, where it is known
 */
record CutLoop(long header, int position, Map<String, Rate> rates, boolean exact, Map<String, Long> most) {
    /** What a passage costs: instructions and memory accesses. */
    record Rate(long instructions, long accesses) {
        Rate max(Rate other) {
            return new Rate(Math.max(instructions, other.instructions), Math.max(accesses, other.accesses));
        }
    }

    /** The provisional name of the PCV that counts passages of an unmarked address. */
    static String automatic(long address) {
        return "@" + Long.toHexString(address);
    }

    /** The address that a provisional name stands for, or -1 for the name of a mark. */
    static long automaticAddress(String name) {
        return name.startsWith("@") ? Long.parseUnsignedLong(name.substring(1), 16) : -1;
    }
}
