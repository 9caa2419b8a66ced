package org.perfcontracts.x86;

/**
 * A register, or a part of one, as an instruction names it.
 *
 * @param bank where it lies
 * @param number its place in the encoding order of the bank: RAX 0, RCX 1, RDX 2, RBX 3, RSP 4 …; XMM0 and YMM0 0 …
 * @param low the lowest of its bits within the full register: 8 for AH, CH, DH and BH, else 0
 * @param width bits
 */
public record Register(Bank bank, int number, int low, int width) {
    /** The kinds of registers; the order is that of {@code enum bolt_bank}. */
    public enum Bank {
        /** RAX to R15 and their parts. */
        GENERAL,
        /** XMM0 to XMM31, YMM0 to YMM31 and ZMM0 to ZMM31. */
        VECTOR,
        /** RFLAGS. */
        FLAGS,
        /** RIP. */
        INSTRUCTION_POINTER,
        /** K0 to K7. */
        MASK,
        /** Any that has no semantics here: segment, control, x87 and others. */
        OTHER
    }
}
