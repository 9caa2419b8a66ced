package org.perfcontracts.image;

import java.util.List;

/** The registers and the memory of a process that stands still at its entry. It does not change; any thread may ask. */
public interface Snapshot {
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

    /** The 32 bytes of ymm0 to ymm15, lowest first; a copy. */
    byte[] vector(int number);

    /** What is mapped where, in rising order of addresses. */
    List<Mapping> mappings();

    /**
     * The 4096 bytes at an address that is a multiple of 4096, not to be modified; null if nothing readable is there.
     */
    byte[] page(long pageAddress);
}
