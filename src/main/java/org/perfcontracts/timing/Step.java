package org.perfcontracts.timing;

import java.util.List;
import org.perfcontracts.x86.Instruction;

/**
 * An executed instruction.
 *
 * @param instruction what was executed
 * @param accesses    to memory, in their order
 */
public record Step(Instruction instruction, List<Access> accesses) {
    /**
     * An access to memory. What accesses of different bases share is not known; they are taken to be apart.
     *
     * @param base   what the address is relative to, such as a term, or nothing
     * @param offset from there
     * @param bytes  how many, at least 1
     * @param store  whether it writes
     */
    public record Access(Object base, long offset, int bytes, boolean store) {
    }
}
