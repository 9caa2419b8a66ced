package org.perfcontracts.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The registers and the memory of a process that stands still at its entry. It does not change; any thread may ask. */
public interface Snapshot extends MappedMemory {
    /** A general register, numbered as encoded: rax rcx rdx rbx rsp rbp rsi rdi r8 to r15. */
    long general(int number);

    /** The address of the instruction that comes next. */
    long instructionPointer();

    /** The flags register, trap flag clear. */
    long flags();

    /** What {@code fs:} addresses are relative to. */
    long fsBase();

    /** What {@code gs:} addresses are relative to. */
    long gsBase();

    /** MXCSR: how floating-point instructions round and what they do about exceptions. */
    int floatControl();

    /**
     * EAX, EBX, ECX and EDX that CPUID answers for a leaf and a part of it; zeros for bits that tell which core it is.
     *
     * @throws UnsupportedOperationException where nobody knows
     */
    default int[] cpuid(int leaf, int part) {
        throw new UnsupportedOperationException("no processor to ask");
    }

    /**
     * XCR0: what state the kernel saves.
     *
     * @throws UnsupportedOperationException where nobody knows
     */
    default long extendedControl() {
        throw new UnsupportedOperationException("no processor to ask");
    }

    /** k0 to k7. */
    default long mask(int number) {
        return 0;
    }

    /** The 64 bytes of zmm0 to zmm31, lowest first; a copy. Zero what the processor does not have. */
    byte[] vector(int number);

    /**
     * The 4096 bytes at an address that is a multiple of 4096, not to be modified; null if nothing readable is there.
     */
    byte[] page(long pageAddress);

    /** The eight bytes at an address as a number; empty where they are not all mapped. */
    default OptionalLong word(long address) {
        byte[] bytes = bytes(address, Long.BYTES);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    @Override
    default byte[] bytes(long address, int count) {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            int inPage = (int) (address + done & 4095);
            byte[] page = page(address + done - inPage);
            if (page == null) {
                return null;
            }
            int part = Math.min(count - done, 4096 - inPage);
            System.arraycopy(page, inPage, bytes, done, part);
            done += part;
        }
        return bytes;
    }

    // ---- what was made use of

    /**
     * Tells that the answer which the caller works on depends on so many bytes from an address on. A page that was asked for
     * is not made use of until this is called; that it is there or not there counts without being told.
     */
    default void used(long address, int count) {
    }

    /** The same of memory that may be large and have holes; of what was not used otherwise only a digest is kept. */
    default void usedWhole(long address, long size) {
    }

    /** Tells that the answer which the caller works on depends on a general register. */
    default void usedGeneral(int number) {
    }

    /** Tells that the answer which the caller works on depends on a mask register. */
    default void usedMask(int number) {
    }

    /** A part of a vector register. */
    enum Half {
        /** What is also called xmm0 to xmm31. */
        LOWER,
        /** The rest of zmm0 to zmm31. */
        UPPER
    }

    /** Tells that the answer which the caller works on depends on a part of a vector register. */
    default void usedVector(int number, Half half) {
    }
}
