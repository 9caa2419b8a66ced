package org.perfcontracts.x86;

/** How an instruction is encoded, as far as it decides what the instruction reads, keeps and demands. */
enum VectorForm {
    /** SSE: the first operand is source and destination, memory of 16 bytes is aligned. */
    LEGACY(0, true),
    /** SSE, but one of the few that take memory anywhere. */
    LEGACY_UNALIGNED(0, false),
    /** AVX: the destination stands apart from the sources, what lies above the result is cleared. */
    VEX(1, false),
    /** AVX, but one of the few that want aligned memory. */
    VEX_ALIGNED(1, true),
    /** AVX-512: as AVX, and perhaps under a mask. */
    EVEX(1, false),
    /** AVX-512, but one of the few that want aligned memory. */
    EVEX_ALIGNED(1, true);

    private final int firstSource;
    private final boolean aligned;

    VectorForm(int firstSource, boolean aligned) {
        this.firstSource = firstSource;
        this.aligned = aligned;
    }

    /** The place of the first of two sources among the operands. */
    int firstSource() {
        return firstSource;
    }

    /** Whether a memory operand of 16 bytes or more raises an exception where its address is not a multiple of its size. */
    boolean isAligned() {
        return aligned;
    }
}
