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
        /** XMM0 to XMM15 and YMM0 to YMM15. */
        VECTOR,
        /** RFLAGS. */
        FLAGS,
        /** RIP. */
        INSTRUCTION_POINTER,
        /** Any that has no semantics here: segment, control, x87, mask and AVX-512 registers. */
        OTHER
    }
}
