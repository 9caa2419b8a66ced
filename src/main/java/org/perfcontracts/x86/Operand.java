package org.perfcontracts.x86;

/** What an instruction works on, as the decoder found it. */
public sealed interface Operand {
    /** Bits of the register, of the accessed memory or of the immediate as encoded. */
    int width();

    /** What the instruction does to it. */
    Access access();

    /** Whether the program's text shows it. */
    Visibility visibility();

    /** Whether the instruction reads it; perhaps under a condition. */
    default boolean isRead() {
        return access() == Access.READ || access() == Access.READ_WRITE;
    }

    /** Whether the instruction writes it; perhaps under a condition. */
    default boolean isWritten() {
        return access() == Access.WRITE || access() == Access.READ_WRITE;
    }

    /** What an instruction does to an operand; the order is that of the bits in {@code struct bolt_operand}. */
    enum Access {
        NONE, READ, WRITE, READ_WRITE
    }

    /** Whether assembler text shows an operand. */
    enum Visibility {
        /** Encoded and shown. */
        EXPLICIT,
        /** Fixed by the opcode, and shown. */
        IMPLICIT,
        /** Fixed by the opcode, and not shown: RFLAGS, or the stack of {@code push}. */
        HIDDEN
    }

    /** A register or a part of one. */
    record RegisterOperand(Register register, Access access, Visibility visibility) implements Operand {
        @Override
        public int width() {
            return register.width();
        }
    }

    /**
     * Memory at segment base + base + index * scale + displacement.
     *
     * @param accessed whether the memory is accessed; not so for {@code lea}, prefetches and {@code nop}
     * @param segment the segment whose base counts, or null
     * @param base number of a general register, or {@link #NO_REGISTER}
     * @param index number of a general register, or {@link #NO_REGISTER}
     * @param scale 1, 2, 4 or 8; 0 without an index
     * @param displacement sign-extended; the whole address where it was given relative to RIP
     */
    record MemoryOperand(int width, Access access, Visibility visibility, boolean accessed,
                         Segment segment, int base, int index, int scale, long displacement) implements Operand {
        /** Stands for a base or an index that is not there. */
        public static final int NO_REGISTER = 0xff;

        /** Whether there is a base register. */
        public boolean hasBase() {
            return base != NO_REGISTER;
        }

        /** Whether there is an index register. */
        public boolean hasIndex() {
            return index != NO_REGISTER;
        }
    }

    /**
     * Elements in memory, each at an address of its own: segment base + base + element of the index * scale + displacement.
     *
     * @param width      bits of one element
     * @param index      number of the vector register that holds the indices
     * @param indexWidth bits of that register
     */
    record ScatteredOperand(int width, Access access, Visibility visibility, Segment segment, int base, int index, int indexWidth,
                            int scale, long displacement) implements Operand {
        /** Whether there is a base register. */
        public boolean hasBase() {
            return base != MemoryOperand.NO_REGISTER;
        }
    }

    /** A number in the instruction, sign-extended where the instruction does so; absolute for jumps and calls. */
    record ImmediateOperand(int width, long value, Visibility visibility) implements Operand {
        @Override
        public Access access() {
            return Access.READ;
        }
    }

    /** Anything else; an instruction that has one is not supported. */
    record UnsupportedOperand(int width, Access access, Visibility visibility) implements Operand {
    }
}
