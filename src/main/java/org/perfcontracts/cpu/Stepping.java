package org.perfcontracts.cpu;

/** How the CPU is made to stop after one instruction. It executes the same; a test compares them. */
enum Stepping {
    /** Breakpoints where the next instructions are known from the encoding, the trap flag elsewhere. */
    FASTEST(0),
    /** The trap flag throughout. */
    TRAP_FLAG(1);

    private final long wire;

    Stepping(long wire) {
        this.wire = wire;
    }

    /** Its number in {@code native/wire.h}. */
    long wire() {
        return wire;
    }
}
